// One request as it goes on: fetched once, then carried by events, fetched again when it ends.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { isFinal, withEvent } from "../active.js";
import { api } from "../api.js";
import { onEvent, onSync } from "../stream.js";

const QUEUE_MS = 2000;

/** A request with all its details, `{run, error, reload}`; null while it loads. */
export function useRun(requestId) {
  const [state, setState] = useState({ id: null, run: null, error: null });
  const wanted = useRef(requestId);
  wanted.current = requestId;
  const reload = useCallback(async () => {
    if (!requestId) return;
    try {
      const run = await withPlace(withPreview(await api.get(`/v1/requests/${requestId}`)));
      if (wanted.current === requestId) setState({ id: requestId, run, error: null });
    } catch (error) {
      if (wanted.current === requestId) setState((now) => ({ id: requestId, run: now.id === requestId ? now.run : null, error }));
    }
  }, [requestId]);
  useEffect(() => {
    reload();
    const stopSync = onSync(reload);
    const stopEvents = onEvent((event) => {
      if (event.request_id !== requestId) return;
      if (isFinal(event.status)) reload();
      setState((now) => (now.run && now.id === requestId ? { ...now, run: heard(now.run, event) } : now));
    });
    return () => {
      stopSync();
      stopEvents();
    };
  }, [reload]);
  const run = state.id === requestId ? state.run : null;
  useQueuePlace(run, reload);
  return { run, error: state.id === requestId ? state.error : null, reload };
}

/** The place in the queue moves with other requests, whose events say nothing about it. */
function useQueuePlace(run, reload) {
  const isWaiting = run?.status === "in_queue";
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setInterval(reload, QUEUE_MS);
    return () => clearInterval(timer);
  }, [isWaiting, reload]);
}

async function withPlace(run) {
  if (run.status !== "in_queue") return run;
  const status = await api.get(`/v1/requests/${run.request_id}/status`).catch(() => ({}));
  return { ...run, queue_position: status.queue_position };
}

function withPreview(run) {
  const preview = run.events.findLast((event) => event.type === "preview");
  return { ...run, preview_url: preview?.data.url ?? null };
}

function heard(run, event) {
  if (run.events.some((known) => known.seq === event.seq)) return run;
  const next = withEvent(run, event);
  if (event.type === "started") next.started_at = event.at;
  return { ...next, events: [...run.events, event] };
}

/** Seconds until it is done as its own progress tells it; null while that is a guess. */
export function secondsLeft(run, now) {
  const fraction = run.progress?.fraction ?? 0;
  if (!run.started_at || fraction < 0.08) return null;
  const passed = (now - Date.parse(run.started_at)) / 1000;
  return Math.max(0, (passed * (1 - fraction)) / fraction);
}

/** The file of a kind, such as "poster" or "contact_sheet". */
export const fileOf = (run, kind) => run?.files?.find((file) => file.kind === kind) ?? null;

/** The clip of a run that succeeded. */
export const videoOf = (run) => run?.output?.video ?? run?.output?.videos?.[0] ?? null;

/** How words of the engine's stages read. */
const STAGES = {
  prepare: "Preparing the pictures",
  sound: "Making the sound",
  render: "Rendering frames",
  encode: "Encoding",
  verify: "Checking the clip",
  store: "Storing the clip",
  upload: "Sending to the engine",
  wait: "Waiting for the engine",
  download: "Fetching the clip",
};

export const stageName = (stage) => STAGES[stage] ?? (stage ? stage.charAt(0).toUpperCase() + stage.slice(1) : "Starting");
