// A request as the API tells it, as a value: what an event changes, what makes it again.

const FINAL = new Set(["succeeded", "failed", "cancelled"]);

/** Whether nothing will change any more. */
export const isFinal = (status) => FINAL.has(status);

/** A request's summary after an event. */
export function withEvent(request, event) {
  const base = { ...request, request_id: event.request_id, status: event.status };
  if (event.request) return { ...base, ...event.request };
  if (event.data.queue_position !== undefined) base.queue_position = event.data.queue_position;
  if (event.data.stage) base.progress = { stage: event.data.stage, fraction: event.data.fraction };
  if (event.type === "preview") base.preview_url = event.data.url;
  if (event.type === "artifact" && event.data.kind === "poster") base.poster_url = event.data.url;
  return base;
}

/** Newest first without doubles: a fresh first page before what was there. */
export function merged(fresh, items) {
  const ids = new Set(fresh.map((request) => request.request_id));
  return [...fresh, ...items.filter((request) => !ids.has(request.request_id))];
}

/** Where to save the clip from, also when files are served under another name. */
export const downloadOf = (request) => `${request.output.video}?download=1`;

/** The body that makes the same request again. */
export function bodyOf(request) {
  const options = request.options && Object.keys(request.options).length ? { filmgate: request.options } : {};
  return { ...request.input, ...options };
}
