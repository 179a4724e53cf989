// What happened to a run, folded: one line an event.
import { Icon } from "../ui/index.js";
import { stageName } from "./run.js";

const WORDS = {
  queued: () => "Accepted and queued",
  started: (data) => (data.attempt > 1 ? `Started, attempt ${data.attempt}` : "Started"),
  stage: (data) => stageName(data.stage),
  progress: (data) => stageName(data.stage),
  preview: () => "A preview frame",
  artifact: (data) => `Stored ${data.name ?? data.kind}`,
  warning: (data) => data.msg ?? data.message ?? "Warning",
  retry: (data) => `To be tried again${data.message ? `: ${data.message}` : ""}`,
  released: () => "Given back to the queue",
  lost: () => "Its worker was lost; back to the queue",
  in_doubt: () => "The engine does not say whether it took the job",
  succeeded: () => "Succeeded",
  failed: (data) => `Failed${data.message ? `: ${data.message}` : ""}`,
  cancelled: () => "Cancelled",
};

function lineOf(event) {
  const text = WORDS[event.type]?.(event.data) ?? event.type;
  const { fraction } = event.data;
  return fraction === undefined ? text : `${text}, ${Math.floor(fraction * 100)} %`;
}

export function EventLog({ run }) {
  if (!run.events?.length) return null;
  const begin = Date.parse(run.events[0].at);
  return (
    <details class="pg-fold flat">
      <summary>
        <Icon name="right" size={15} />
        Log
        <span class="muted small">{run.events.length}</span>
      </summary>
      <ol class="pg-log mono" tabIndex={0} aria-label="Events of this run">
        {run.events.map((event) => (
          <li key={event.seq} data-type={event.type}>
            <time dateTime={event.at} class="muted num">{((Date.parse(event.at) - begin) / 1000).toFixed(2)} s</time>
            <span>{lineOf(event)}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
