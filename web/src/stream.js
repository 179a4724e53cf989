// One stream of events for each visible tab: closed when hidden; on return it resumes and pages refetch.

const TYPES = [
  "queued",
  "warning",
  "started",
  "stage",
  "progress",
  "preview",
  "artifact",
  "retry",
  "released",
  "lost",
  "in_doubt",
  "succeeded",
  "failed",
  "cancelled",
  "deleted",
  "restored",
];
const POLL_MS = 5000;
const eventListeners = new Set();
const syncListeners = new Set();
let source = null;
let poll = null;
let isOn = false;

/** Hear every event of the owner's requests as the API tells it; returns how to stop. */
export function onEvent(fn) {
  eventListeners.add(fn);
  return () => eventListeners.delete(fn);
}

/** Hear when events may have been missed, so that what is shown must be fetched again. */
export function onSync(fn) {
  syncListeners.add(fn);
  return () => syncListeners.delete(fn);
}

/** Follow events from now on, for as long as the tab is visible. */
export function startStream() {
  if (isOn) return;
  isOn = true;
  document.addEventListener("visibilitychange", turn);
  turn();
}

/** Stop following; for signing out. */
export function stopStream() {
  isOn = false;
  document.removeEventListener("visibilitychange", turn);
  close();
}

function turn() {
  if (document.hidden || !isOn) close();
  else if (!source) open();
}

let wasOpen = false;

function open() {
  source = new EventSource("/v1/events");
  TYPES.forEach((type) => source.addEventListener(type, tell));
  source.onopen = () => {
    stopPolling();
    if (wasOpen) sync();
    wasOpen = true;
  };
  source.onerror = () => {
    if (source?.readyState === EventSource.CLOSED) giveUp();
  };
}

/** The server refused the stream: look again and again, and try the stream each time. */
function giveUp() {
  source = null;
  stopPolling();
  poll = setTimeout(() => {
    if (document.hidden || !isOn) return;
    sync();
    open();
  }, POLL_MS);
}

function close() {
  source?.close();
  source = null;
  stopPolling();
}

function stopPolling() {
  clearTimeout(poll);
  poll = null;
}

function sync() {
  syncListeners.forEach((fn) => fn());
}

function tell(message) {
  const event = JSON.parse(message.data);
  eventListeners.forEach((fn) => fn(event));
}
