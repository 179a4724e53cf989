// One request, large: its clip, its input, what was done with it; arrow keys go to its neighbours.
import { useEffect } from "preact/hooks";
import { isFinal } from "../active.js";
import { between, money, seconds } from "../format.js";
import { Player } from "../playground/player.jsx";
import { bodyOf, cancelRequest, downloadOf, runAgain } from "../requests.js";
import { modelPath } from "../router.js";
import { useGet } from "../store.js";
import { onEvent } from "../stream.js";
import { Ago, Button, CodeBlock, Dialog, IconButton, Loaded, Note, Progress, StatusBadge, Value } from "../ui/index.js";
import { removeFrom } from "./generationcard.jsx";

export function Lightbox({ id, items, open, list }) {
  const at = items.findIndex((item) => item.request_id === id);
  const known = items[at];
  const detail = useGet(`/v1/requests/${id}`);
  useEffect(() => onEvent((event) => event.request_id === id && event.request && detail.reload()), [id, detail.reload]);
  const step = (by) => {
    const next = at < 0 ? undefined : items[at + by];
    if (next) open(next.request_id);
  };
  const onKeyDown = (event) => {
    if (event.target.closest("video, pre, input, textarea, select, .player")) return;
    if (event.key === "ArrowRight") step(1);
    if (event.key === "ArrowLeft") step(-1);
  };
  const request = { ...detail.data, ...known };
  return (
    <Dialog title={known?.prompt?.slice(0, 60) || "Generation"} wide onClose={() => open("")}>
      <div class="lightbox" onKeyDown={onKeyDown}>
        <Loaded of={detail}>
          {(full) => (
            <>
              <Stage request={{ ...request, ...pick(full, request) }} />
              <div class="row wrap">
                <StatusBadge status={request.status ?? full.status} />
                <span class="muted small">
                  <Ago at={full.created_at} />
                </span>
                <span class="push row">
                  <IconButton small label="Newer" icon="left" disabled={at <= 0} onClick={() => step(-1)} />
                  <IconButton
                    small
                    label="Older"
                    icon="right"
                    disabled={at < 0 || at >= items.length - 1}
                    onClick={() => step(1)}
                  />
                </span>
              </div>
              <Acts request={full} list={list} close={() => open("")} />
              <Facts request={full} />
              <CodeBlock lang="json" title="Input" code={JSON.stringify(bodyOf(full), null, 2)} maxHeight="240px" />
            </>
          )}
        </Loaded>
      </div>
    </Dialog>
  );
}

/** Outputs come with events before the detail is fetched again. */
function pick(full, known) {
  const poster = full.files?.find((file) => file.kind === "poster")?.url;
  return {
    output: known.output ?? full.output,
    error: known.error ?? full.error,
    poster_url: known.poster_url ?? poster,
  };
}

function Stage({ request }) {
  if (request.status === "succeeded" && request.output?.video) {
    const { width, height, frames, has_audio: hasAudio } = request.plan ?? {};
    return (
      <Player
        key={request.output.video}
        src={request.output.video}
        poster={request.poster_url}
        {...{ width, height, frames, hasAudio }}
        autoPlay
        label="The clip"
      />
    );
  }
  if (request.status === "failed") {
    return (
      <Note kind="bad" title="It failed.">
        {request.error?.message} Nothing was delivered, and what was not delivered is not charged.
      </Note>
    );
  }
  if (request.status === "cancelled")
    return <Note title="It was cancelled">before it ended, so there is no clip.</Note>;
  return (
    <div class="stage waiting">
      {request.preview_url && <img src={request.preview_url} alt="" />}
      <Progress value={request.progress?.fraction ?? null} label="Progress" />
    </div>
  );
}

function Acts({ request, list, close }) {
  const id = request.request_id;
  const remove = () => {
    close();
    removeFrom(list, id);
  };
  return (
    <div class="row wrap">
      <Button kind="primary" icon="play" to={modelPath(request.model_id, { request: id })}>
        Open in playground
      </Button>
      {isFinal(request.status) && (
        <Button icon="replay" onClick={() => runAgain(id)}>
          Run again
        </Button>
      )}
      {request.output?.video && (
        <Button icon="download" href={downloadOf(request)} download={`${id}.mp4`}>
          Download
        </Button>
      )}
      {isFinal(request.status) ? (
        <Button kind="ghost danger" icon="trash" onClick={remove}>
          Delete
        </Button>
      ) : (
        <Button kind="ghost danger" icon="close" onClick={() => cancelRequest(id)}>
          Cancel
        </Button>
      )}
    </div>
  );
}

function Facts({ request }) {
  const { plan = {} } = request;
  const facts = [
    ["Request", <Value text={request.request_id} label="Copy the request id" />],
    ["Model", request.model_id],
    ["Engine", request.engine],
    ["Picture", plan.width && `${plan.width} × ${plan.height}, ${plan.frames} frames at ${plan.fps ?? 24} a second`],
    ["Sound", plan.frames && (plan.has_audio ? "yes" : "none")],
    ["Seed", plan.seed],
    ["Rendered in", seconds(between(request.started_at, request.finished_at) ?? undefined)],
    ["Cost", `${money(request.cost_usd)} here, ${money(request.hosted_cost_usd)} hosted`],
  ];
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== undefined && value !== null && value !== "")
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="wrap-anywhere">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
