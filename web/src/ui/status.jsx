// How a request stands: its badge, its progress, when it was.
import { useEffect, useState } from "preact/hooks";
import { ago, exactTime } from "../format.js";

const LOOKS = {
  in_queue: ["In queue", "idle"],
  in_progress: ["Running", "busy"],
  in_doubt: ["In doubt", "warn"],
  succeeded: ["Succeeded", "good"],
  completed: ["Succeeded", "good"],
  failed: ["Failed", "bad"],
  cancelled: ["Cancelled", "idle"],
};

/** kind: "good", "bad", "warn", "busy" or "idle". */
export function Badge({ kind = "idle", children, title, dot }) {
  return (
    <span class={`badge ${kind}`} title={title}>
      {dot && <i class="dot" aria-hidden="true" />}
      {children}
    </span>
  );
}

export function StatusBadge({ status }) {
  const [label, kind] = LOOKS[status] ?? [status, "idle"];
  return (
    <Badge kind={kind} dot>
      {label}
    </Badge>
  );
}

export const statusLabel = (status) => LOOKS[status]?.[0] ?? status;

/** A bar; `value` is 0 to 1, or null when nobody knows. */
export function Progress({ value, label }) {
  const percent = value === null || value === undefined ? null : Math.round(value * 100);
  return (
    <div
      class={`progress ${percent === null ? "unknown" : ""}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
    >
      <i style={{ width: `${percent ?? 30}%` }} />
    </div>
  );
}

/** A moment in words such as "5 min ago", exact on hover, kept up to date. */
export function Ago({ at }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 20000);
    return () => clearInterval(timer);
  }, []);
  if (!at) return <span class="muted">never</span>;
  return (
    <time dateTime={at} title={exactTime(at)}>
      {ago(at)}
    </time>
  );
}
