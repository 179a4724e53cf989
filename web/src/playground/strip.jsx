// Earlier runs of this model in a row; one is shown above, another may be put beside it.
import { useEffect, useRef } from "preact/hooks";
import { isFinal, useActive } from "../active.js";
import { ago, shortId } from "../format.js";
import { useGet } from "../store.js";
import { onEvent } from "../stream.js";
import { Button, Clip, Icon, statusLabel } from "../ui/index.js";
import { modelPath, Link } from "../router.js";
import { videoOf } from "./run.js";

const MANY = 12;
const SETTLE_MS = 150;

/** The model's latest runs, kept up to date. */
export function useEarlier(modelId) {
  const path = `/v1/requests?model=${encodeURIComponent(modelId)}&limit=${MANY}`;
  const list = useGet(path);
  const { reload } = list;
  useEffect(() => {
    let timer;
    const stop = onEvent((event) => {
      if (event.type !== "queued" && event.type !== "started" && !isFinal(event.status)) return;
      clearTimeout(timer);
      timer = setTimeout(reload, SETTLE_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [reload]);
  return { runs: list.data?.requests ?? [], reload };
}

/** `onPick(id)`; while `isChoosing` only finished clips other than `shownId` can be picked, or `onStop`. */
export function Strip({ modelId, runs, shownId, isChoosing, onPick, onStop }) {
  const active = useActive();
  const row = useRef(null);
  useEffect(() => {
    row.current?.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [shownId]);
  if (!runs.length) return null;
  return (
    <section class="pg-strip" aria-label="Earlier runs of this model">
      <div class="row between">
        <h2 class="small">{isChoosing ? "Choose the run to compare with" : "Earlier runs"}</h2>
        {isChoosing ? (
          <Button small kind="ghost" onClick={onStop}>Do not compare</Button>
        ) : (
          <Link class="small" to={modelPath(modelId, { tab: "runs" })}>All runs</Link>
        )}
      </div>
      <ul ref={row}>
        {runs.map((run) => (
          <li key={run.request_id}>
            <Item run={active.get(run.request_id) ? { ...run, ...active.get(run.request_id) } : run} {...{ shownId, isChoosing, onPick }} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Item({ run, shownId, isChoosing, onPick }) {
  const isShown = run.request_id === shownId;
  const isOff = isChoosing && (isShown || run.status !== "succeeded");
  const label = `${statusLabel(run.status)}, ${ago(run.created_at)}${run.prompt ? `: ${run.prompt}` : ""} (${shortId(run.request_id)})`;
  return (
    <button type="button" class="pg-strip-item" aria-current={isShown ? "true" : undefined} aria-label={label} title={label} disabled={isOff} onClick={() => onPick(run.request_id)}>
      <Clip poster={run.poster_url} video={videoOf(run)}>
        {!isFinal(run.status) && <Moving run={run} />}
        {run.status === "failed" && <span class="pg-mark bad"><Icon name="alert" size={15} /></span>}
        {run.status === "cancelled" && <span class="pg-mark"><Icon name="close" size={15} /></span>}
      </Clip>
    </button>
  );
}

function Moving({ run }) {
  const fraction = run.progress?.fraction;
  return <span class="pg-mark busy num">{run.status === "in_queue" || fraction === undefined ? "…" : `${Math.floor(fraction * 100)} %`}</span>;
}
