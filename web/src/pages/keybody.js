// From the form of a key to what the API takes.

export const SCOPES = [
  { id: "read", label: "Read", hint: "Models, requests, files, usage." },
  { id: "write", label: "Write", hint: "Submit, cancel, delete, send files, make keys that may no more than it." },
  { id: "admin", label: "Admin", hint: "Every owner's keys and usage, the queue, the settings." },
];

/** Name, label, hint, and how many of the API's units one of the form's is. */
export const CAPS = [
  ["in_flight", "At once", "requests that render at the same time", 1],
  ["queued", "Waiting", "requests in the queue", 1],
  ["rate_per_minute", "A minute", "submits in a minute", 1],
  ["spend_day_micro", "Dollars a day", "spent on paid engines", 1e6],
  ["spend_month_micro", "Dollars a month", "spent on paid engines", 1e6],
];

/** What the API takes; each scope includes those before it. */
export function toBody(form, now = Date.now()) {
  const at = SCOPES.findIndex((scope) => scope.id === form.scope);
  const caps = CAPS.map(([name, , , unit]) => [name, form.caps[name], unit])
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value, unit]) => [name, Math.round(Number(value) * unit)]);
  return {
    label: form.label.trim(),
    scopes: SCOPES.slice(0, at + 1).map((scope) => scope.id),
    ...(form.engines ? { engines: form.engines } : {}),
    ...(caps.length ? { caps: Object.fromEntries(caps) } : {}),
    expires_at: form.ends ? new Date(now + Number(form.ends) * 86_400_000).toISOString() : null,
  };
}
