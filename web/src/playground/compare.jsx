// Two runs side by side: played, stepped and sought together, and what differs in their inputs.
import { useEffect, useRef, useState } from "preact/hooks";
import { between, seconds, shortId } from "../format.js";
import { Button, Dialog, ErrorState, Skeleton } from "../ui/index.js";
import { Controls, playerKeys, usePlayback } from "./player.jsx";
import { bodyOf } from "./draft.js";
import { fileOf, useRun, videoOf } from "./run.js";
import { sourceOf, useSource } from "./sources.js";

/** How far apart the two may drift, in seconds, before the one ahead is slowed down, or set back. */
const DRIFT_S = 0.02;
const JUMP_S = 1;
const SLOWEST = 0.1;

export function Compare({ firstId, secondId, onUse, onClose }) {
  const first = useRun(firstId);
  const second = useRun(secondId);
  const error = first.error ?? second.error;
  return (
    <Dialog wide title="Compare two runs" onClose={onClose}>
      {error ? (
        <ErrorState error={error} onRetry={() => (first.reload(), second.reload())} />
      ) : first.run && second.run ? (
        <Pair runs={[first.run, second.run]} onUse={(run) => (onUse(run), onClose())} />
      ) : (
        <Skeleton lines={[100, 100, 60]} height={60} />
      )}
    </Dialog>
  );
}

function Pair({ runs, onUse }) {
  const videos = useRef([]);
  const [isLooping, setLooping] = useState(true);
  const [heard, setHeard] = useState(null);
  const [isStacked, setStacked] = useState(false);
  const frames = Math.min(...runs.map((run) => run.plan.frames));
  const fps = runs[0].plan.fps;
  const playback = usePlayback({ fps, frames, videos });
  useTogether(playback, videos, isLooping);
  const keys = playerKeys({
    ...playback,
    loop: () => setLooping((on) => !on),
    mute: () => setHeard((now) => (now === null ? 0 : null)),
  });
  const lead = { ...playback.events, onEnded: undefined };
  return (
    <div class="compare" onKeyDown={keys} role="group" aria-label="Two clips, played together">
      <div class={`compare-pair ${isStacked ? "stacked" : ""}`}>
        {runs.map((run, i) => (
          <figure key={run.request_id}>
            <video
              ref={(node) => (videos.current[i] = node)}
              src={videoOf(run)}
              poster={fileOf(run, "poster")?.url}
              muted={heard !== i}
              playsInline
              preload="auto"
              aria-label={`Clip ${"AB"[i]}`}
              style={{ aspectRatio: `${run.plan.width} / ${run.plan.height}` }}
              onClick={playback.toggle}
              {...(i === 0 ? lead : {})}
            />
            <figcaption class="row small">
              <span class="badge busy">{"AB"[i]}</span>
              <code class="truncate grow" title={run.request_id}>{shortId(run.request_id)}</code>
              <Button small kind="ghost" aria-pressed={heard === i} disabled={!run.plan.has_audio} icon={heard === i ? "sound" : "mute"} onClick={() => setHeard(heard === i ? null : i)}>
                {heard === i ? "Heard" : "Hear"}
              </Button>
              <Button small kind="ghost" onClick={() => onUse(run)}>Use inputs</Button>
            </figcaption>
          </figure>
        ))}
      </div>
      <Controls
        playback={playback}
        fps={fps}
        isLooping={isLooping}
        setLooping={setLooping}
        isMuted={heard === null}
        setMuted={() => setHeard((now) => (now === null ? 0 : null))}
        hasAudio={runs.some((run) => run.plan.has_audio)}
        label="Both clips"
      >
        <Button small kind="ghost" icon="compare" aria-pressed={isStacked} onClick={() => setStacked(!isStacked)}>
          {isStacked ? "Side by side" : "One over the other"}
        </Button>
      </Controls>
      <Differences runs={runs} />
    </div>
  );
}

/** The clip that is ahead waits for the other, so that a slow machine shows the same frames too. */
function align(lead, follower) {
  const apart = lead.currentTime - follower.currentTime;
  const [ahead, behind] = apart > 0 ? [lead, follower] : [follower, lead];
  const by = Math.abs(apart);
  behind.playbackRate = 1;
  ahead.playbackRate = by < DRIFT_S ? 1 : Math.max(SLOWEST, 1 - 4 * by);
  if (by > JUMP_S && !behind.seeking) behind.currentTime = ahead.currentTime;
}

/** Both play as one, stop at the same frame, and begin again together when the shorter one ends. */
function useTogether(playback, videos, isLooping) {
  useEffect(() => {
    const [lead, follower] = videos.current;
    if (lead && follower && playback.isPlaying) align(lead, follower);
  }, [playback.frame, playback.isPlaying]);
  const wasPlaying = useRef(false);
  useEffect(() => {
    if (wasPlaying.current && !playback.isPlaying) playback.seek(playback.frame);
    wasPlaying.current = playback.isPlaying;
  }, [playback.isPlaying]);
  useEffect(() => {
    if (!playback.isPlaying || playback.frame < playback.last) return;
    if (isLooping) {
      playback.seek(0);
      playback.play();
    } else playback.pause();
  }, [playback.frame, playback.isPlaying, isLooping]);
}

/** Values that the two bodies do not share, flat: `[{path, values}]`. */
export function differences(a, b, path = "") {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  const isTree = (value) => value !== null && typeof value === "object";
  if (isTree(a) && isTree(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].flatMap((key) => differences(a[key], b[key], path ? `${path}.${key}` : key));
  }
  return [{ path, values: [a, b] }];
}

/** Differing rows without files that have other ids but the same content. */
function useDiffering(runs) {
  const [rows, setRows] = useState([]);
  useEffect(() => {
    const [a, b] = runs.map((run) => ({ filmgate: {}, ...bodyOf(run) }));
    const found = differences(a, b).map(({ path, values }) => [path, ...values]);
    let isHere = true;
    Promise.all(found.map(async (row) => ((await areSame(row[1], row[2])) ? null : row))).then(
      (kept) => isHere && setRows(kept.filter(Boolean)),
    );
    return () => (isHere = false);
  }, [runs[0].request_id, runs[1].request_id]);
  return rows;
}

async function areSame(a, b) {
  if (!isFile(a) || !isFile(b)) return false;
  const [first, second] = await Promise.all([sourceOf(a), sourceOf(b)]).catch(() => [{}, {}]);
  return Boolean(first.sha256) && first.sha256 === second.sha256;
}

const isFile = (value) => typeof value === "string" && value.startsWith("filmgate://");

function Differences({ runs }) {
  const rows = useDiffering(runs);
  const hasSeed = rows.some(([path]) => path === "filmgate.seed");
  const facts = [
    ["seed", ...runs.map((run) => (hasSeed ? "" : (run.report?.seed ?? run.plan.seed)))],
    ["engine", ...runs.map((run) => run.plan.engine)],
    ["size", ...runs.map((run) => `${run.plan.width}×${run.plan.height}`)],
    ["frames", ...runs.map((run) => run.plan.frames)],
    ["render time", ...runs.map((run) => seconds(between(run.started_at, run.finished_at)))],
  ].filter(([, a, b]) => a !== b);
  const all = [...rows, ...facts];
  if (!all.length) return <p class="muted small">Both runs had the same inputs, and took as long.</p>;
  return (
    <div class="table-wrap">
      <table class="table top compare-table">
        <caption class="sr-only">What differs</caption>
        <thead><tr><th scope="col">What differs</th><th scope="col">A</th><th scope="col">B</th></tr></thead>
        <tbody>
          {all.map(([name, a, b]) => (
            <tr key={name}><th scope="row"><code>{name}</code></th><td>{shown(a)}</td><td>{shown(b)}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function shown(value) {
  if (isFile(value)) return <Thumb value={value} />;
  if (value === undefined) return <span class="muted">not given</span>;
  return typeof value === "object" ? <code>{JSON.stringify(value)}</code> : String(value);
}

function Thumb({ value }) {
  const { source } = useSource(value);
  if (!source?.content_type?.startsWith("image/")) return <code>{source?.name ?? value}</code>;
  return <img class="compare-thumb" src={source.url} alt={source.name} title={source.name} />;
}
