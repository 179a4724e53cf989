// Requests that run now: one list for the badge, the tab's title and every page.
import { useEffect, useState } from "preact/hooks";
import { api } from "./api.js";
import { isFinal, withEvent } from "./request.js";
import { onEvent, onSync } from "./stream.js";

export { isFinal, withEvent };

const listeners = new Set();
let running = new Map();
let isStarted = false;
let stops = [];

function publish(next) {
  running = next;
  listeners.forEach((fn) => fn(running));
}

async function load() {
  try {
    const page = await api.get("/v1/requests?status=in_queue,in_progress,in_doubt&limit=200");
    if (isStarted) publish(new Map(page.requests.map((request) => [request.request_id, request])));
  } catch {
    // the next event or sync loads it again
  }
}

function hear(event) {
  const next = new Map(running);
  if (isFinal(event.status)) next.delete(event.request_id);
  else next.set(event.request_id, withEvent(running.get(event.request_id), event));
  publish(next);
  if (event.type === "queued") soon();
}

let timer = null;

/** An event of a new request does not say its model, so the list is fetched, once for many. */
function soon() {
  clearTimeout(timer);
  timer = setTimeout(load, 300);
}

/** Load once for all who ask; from then on events keep it. */
function start() {
  if (isStarted) return;
  isStarted = true;
  stops = [onEvent(hear), onSync(load)];
  load();
}

/** Forget what runs; for signing out. */
export function forgetActive() {
  clearTimeout(timer);
  stops.forEach((stop) => stop());
  stops = [];
  isStarted = false;
  publish(new Map());
}

/** Requests in the queue, in progress or in doubt, by id. */
export function useActive() {
  const [map, setMap] = useState(running);
  useEffect(() => {
    setMap(running);
    listeners.add(setMap);
    start();
    return () => listeners.delete(setMap);
  }, []);
  return map;
}
