// One result on the wall.
import { isFinal } from "../active.js";
import { between, modelParts, seconds } from "../format.js";
import { cancelRequest, deleteWithUndo, downloadOf, runAgain } from "../requests.js";
import { Ago, Badge, Clip, IconButton, Progress, StatusBadge, usePointedAt } from "../ui/index.js";

/** Height of what stands below the poster, in pixels; the wall is laid out with it. */
export const CARD_TEXT_PX = 108;

export function GenerationCard({ request, list, open }) {
  const [isPointedAt, listen] = usePointedAt();
  const id = request.request_id;
  const follow = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button > 0) return;
    event.preventDefault();
    open(id);
  };
  return (
    <article class="card gen-card" {...listen} onKeyDown={(event) => keys(event, request, list)}>
      <Clip poster={request.poster_url ?? request.preview_url} video={request.output?.video} isPlaying={isPointedAt}>
        <Over request={request} />
      </Clip>
      <div class="gen-card-text">
        <a class="gen-link" href={`/generations?request=${id}`} onClick={follow}>
          {request.prompt || "No prompt"}
        </a>
        <span class="truncate muted small">{modelParts(request.model_id ?? "").rest}</span>
        <div class="row gen-card-foot">
          <span class="muted small truncate">
            <Ago at={request.created_at} />
            {took(request)}
          </span>
          <Actions request={request} list={list} />
        </div>
      </div>
    </article>
  );
}

function took(request) {
  const s = request.status === "succeeded" ? between(request.started_at, request.finished_at) : null;
  return s === null ? "" : ` · ${seconds(s)}`;
}

/** What lies over the poster: the status unless it succeeded, and how far it is. */
function Over({ request }) {
  const { status, progress, queue_position: ahead, video } = request;
  if (status === "succeeded") {
    return video?.duration_s >= 1 ? (
      <span class="clip-corner">
        <Badge>{Math.round(video.duration_s)} s</Badge>
      </span>
    ) : null;
  }
  return (
    <>
      <span class="clip-badges">
        <StatusBadge status={status} />
      </span>
      {status === "in_progress" && (
        <div class="clip-progress">
          <Progress value={progress?.fraction ?? null} label="Progress" />
        </div>
      )}
      {status === "in_queue" && ahead > 0 && (
        <span class="clip-corner">
          <Badge>{ahead} ahead</Badge>
        </span>
      )}
    </>
  );
}

export function removeFrom(list, id) {
  return deleteWithUndo(id, { onGone: () => list.remove(id), onBack: list.refresh });
}

/** What is deleted hands its focus on. */
function focusNeighbour(link) {
  const item = link.closest("li");
  const next = item?.nextElementSibling ?? item?.previousElementSibling;
  next?.querySelector("a")?.focus();
}

function keys(event, request, list) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName !== "A") return;
  if (event.key === "r" || event.key === "R") runAgain(request.request_id);
  else if (event.key === "Delete" && isFinal(request.status)) {
    focusNeighbour(event.target);
    removeFrom(list, request.request_id);
  } else return;
  event.preventDefault();
}

function Actions({ request, list }) {
  const id = request.request_id;
  const name = request.prompt ? `: ${request.prompt.slice(0, 40)}` : "";
  if (!isFinal(request.status)) {
    return (
      <span class="gen-actions">
        <IconButton small label={`Cancel${name}`} icon="close" onClick={() => cancelRequest(id)} />
      </span>
    );
  }
  return (
    <span class="gen-actions">
      <IconButton small label={`Run again${name}`} icon="replay" onClick={() => runAgain(id)} />
      {request.output?.video && (
        <IconButton small label={`Download${name}`} icon="download" href={downloadOf(request)} download={`${id}.mp4`} />
      )}
      <IconButton small label={`Delete${name}`} icon="trash" onClick={() => removeFrom(list, id)} />
    </span>
  );
}
