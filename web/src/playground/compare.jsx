// Two runs side by side: played, stepped and sought together, and what differs in their inputs.
import { useEffect, useRef, useState } from "preact/hooks";
import { seconds, shortId } from "../format.js";
import { between } from "../format.js";
import { Button, Dialog, ErrorState, Skeleton } from "../ui/index.js";
import { Controls, playerKeys, usePlayback } from "./player.jsx";
import { bodyOf } from "./draft.js";
import { fileOf, useRun, videoOf } from "./run.js";

/** How far apart the two may drift, in seconds, before the second is set right. */
const DRIFT_S = 0.05;

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

/** The second clip follows the first; both begin again together when the shorter one ends. */
function useTogether(playback, videos, isLooping) {
  useEffect(() => {
    const [lead, follower] = videos.current;
    if (!playback.isPlaying || !lead || !follower) return;
    if (Math.abs(lead.currentTime - follower.currentTime) > DRIFT_S && !follower.seeking) {
      follower.currentTime = lead.currentTime;
    }
  }, [playback.frame, playback.isPlaying]);
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

function Differences({ runs }) {
  const rows = differences(bodyOf(runs[0]), bodyOf(runs[1])).map(({ path, values }) => [path, ...values]);
  const facts = [
    ["seed", ...runs.map((run) => run.report?.seed ?? run.plan.seed)],
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
  if (value === undefined) return <span class="muted">not given</span>;
  return typeof value === "object" ? <code>{JSON.stringify(value)}</code> : String(value);
}
