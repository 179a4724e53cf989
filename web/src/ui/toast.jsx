// Short messages at the edge of the window; they may offer one action, such as Undo.
import { useEffect, useState } from "preact/hooks";
import { Icon } from "./icon.jsx";

let shown = [];
let next = 1;
const listeners = new Set();
const LASTS_MS = 6000;
const LASTS_WITH_ACTION_MS = 10000;

function publish(toasts) {
  shown = toasts;
  listeners.forEach((fn) => fn(shown));
}

/** Show a message; `action: {label, run}` adds a button. Returns how to take it away. */
export function toast(text, { kind = "info", action, lastsMs } = {}) {
  const id = next++;
  publish([...shown.slice(-2), { id, text, kind, action }]);
  const wait = lastsMs ?? (action ? LASTS_WITH_ACTION_MS : LASTS_MS);
  const timer = setTimeout(() => dismiss(id), wait);
  return () => {
    clearTimeout(timer);
    dismiss(id);
  };
}

function dismiss(id) {
  if (shown.some((item) => item.id === id)) publish(shown.filter((item) => item.id !== id));
}

/** Tell of an error that no field shows. */
export const toastError = (error) => toast(error.message, { kind: "bad" });

export function Toasts() {
  const [toasts, setToasts] = useState(shown);
  useEffect(() => {
    listeners.add(setToasts);
    return () => listeners.delete(setToasts);
  }, []);
  return (
    <div class="toasts" role="region" aria-label="Messages">
      <div aria-live="polite" aria-relevant="additions">
        {toasts.map((item) => (
          <Toast key={item.id} {...item} />
        ))}
      </div>
    </div>
  );
}

function Toast({ id, text, kind, action }) {
  const run = () => {
    dismiss(id);
    action.run();
  };
  return (
    <div class={`toast ${kind}`}>
      {kind !== "info" && <Icon name={kind === "good" ? "check" : "alert"} size={17} />}
      <span class="grow">{text}</span>
      {action && (
        <button type="button" class="btn small" onClick={run}>
          {action.label}
        </button>
      )}
      <button type="button" class="btn icon ghost small" aria-label="Dismiss" onClick={() => dismiss(id)}>
        <Icon name="close" size={15} />
      </button>
    </div>
  );
}
