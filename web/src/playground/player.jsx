// The player of a clip: frame step, loop, sound, full screen, download; reusable on every page.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Icon, IconButton } from "../ui/index.js";

const FPS = 24;
/** Into the middle of a frame, so that rounding never shows the one before. */
const HALF = 0.5;

/** The frame that is shown at a time. */
export const frameAt = (time, fps = FPS) => Math.floor(time * fps + 1e-3);

/** A time that surely shows a frame. */
export const timeOf = (frame, fps = FPS) => (frame + HALF) / fps;

/** "0:03.08": minutes, seconds and the frame in that second. */
export function clock(frame, fps = FPS) {
  const s = Math.floor(frame / fps);
  const pad = (n) => String(n).padStart(2, "0");
  return `${Math.floor(s / 60)}:${pad(s % 60)}.${pad(frame % fps)}`;
}

/** What players and the comparison have in common: the state of one or several videos that go together. */
export function usePlayback({ fps = FPS, frames, videos }) {
  const [isPlaying, setPlaying] = useState(false);
  const [frame, setFrame] = useState(0);
  const last = Math.max(0, (frames || 1) - 1);
  const each = useCallback((act) => videos.current.filter(Boolean).forEach(act), []);
  const play = useCallback(() => {
    const lead = videos.current[0];
    if (lead?.ended) each((video) => (video.currentTime = 0));
    each((video) => video.play().catch(() => {}));
  }, []);
  const pause = useCallback(() => each((video) => video.pause()), []);
  const seek = useCallback(
    (to) => {
      const target = Math.max(0, Math.min(last, to));
      each((video) => (video.currentTime = Math.min(timeOf(target, fps), Math.max(0, (video.duration || Infinity) - 0.001))));
      setFrame(target);
    },
    [last, fps],
  );
  const step = useCallback(
    (by) => {
      pause();
      const lead = videos.current[0];
      if (lead) seek(frameAt(lead.currentTime, fps) + by);
    },
    [seek],
  );
  const toggle = useCallback(() => (videos.current[0]?.paused ? play() : pause()), []);
  useFrames(isPlaying, videos, fps, last, setFrame);
  const events = {
    onPlay: () => setPlaying(true),
    onPause: () => setPlaying(false),
    onEnded: () => setPlaying(false),
    onSeeked: (event) => setFrame(Math.min(last, frameAt(event.currentTarget.currentTime, fps))),
  };
  return { isPlaying, frame, last, play, pause, toggle, seek, step, events };
}

/** While it plays, the frame counter follows the picture. */
function useFrames(isPlaying, videos, fps, last, setFrame) {
  useEffect(() => {
    if (!isPlaying) return undefined;
    let id = 0;
    const look = () => {
      const lead = videos.current[0];
      if (lead) setFrame(Math.min(last, frameAt(lead.currentTime, fps)));
      id = requestAnimationFrame(look);
    };
    id = requestAnimationFrame(look);
    return () => cancelAnimationFrame(id);
  }, [isPlaying, last, fps]);
}

const KEYS = {
  " ": (p) => p.toggle(),
  k: (p) => p.toggle(),
  ",": (p) => p.step(-1),
  ".": (p) => p.step(1),
  Home: (p) => p.seek(0),
  End: (p) => p.seek(p.last),
  l: (p) => p.loop(),
  m: (p) => p.mute(),
  f: (p) => p.full?.(),
};

/** Keys inside the player; a control that is focused keeps those that are its own. */
export function playerKeys(playback) {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isButton = event.target.closest("button, a, summary");
    const isRange = event.target.matches("input");
    if (event.key === " " && isButton) return;
    if (isRange && (event.key === "Home" || event.key === "End")) return;
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act(playback);
  };
}

/**
 * A clip with its controls.
 *
 * `src` is the video, `frames` how many it has; `name` names the saved file.
 */
export function Player({ src, poster, frames, fps = FPS, width = 16, height = 9, hasAudio = true, name = "clip.mp4", autoPlay, label = "Clip" }) {
  const videos = useRef([]);
  const box = useRef(null);
  const [isLooping, setLooping] = useState(true);
  const [isMuted, setMuted] = useState(true);
  const [isBroken, setBroken] = useState(false);
  const playback = usePlayback({ fps, frames, videos });
  const full = () => (document.fullscreenElement ? document.exitFullscreen() : box.current.requestFullscreen?.().catch(() => {}));
  const keys = playerKeys({ ...playback, loop: () => setLooping((on) => !on), mute: () => setMuted((on) => !on), full });
  useEffect(() => setBroken(false), [src]);
  const start = (event) => {
    if (autoPlay && !window.matchMedia("(prefers-reduced-motion: reduce)").matches) event.currentTarget.play().catch(() => {});
  };
  return (
    <div class="player" ref={box} role="group" aria-label={label} onKeyDown={keys}>
      <div class="player-screen" style={{ aspectRatio: `${width} / ${height}`, "--shape": width / height }}>
        {isBroken ? (
          <div class="pg-broken"><Icon name="film" size={26} /><span>This clip cannot be played here. It may have been deleted.</span></div>
        ) : (
          <video
            key={src}
            ref={(node) => (videos.current[0] = node)}
            src={src}
            poster={poster}
            muted={isMuted}
            loop={isLooping}
            playsInline
            preload="auto"
            tabIndex={0}
            aria-label={`${label}: press space to play, comma and full stop to step`}
            onClick={playback.toggle}
            onLoadedData={start}
            onError={() => setBroken(true)}
            {...playback.events}
          />
        )}
      </div>
      <Controls {...{ playback, fps, isLooping, setLooping, isMuted, setMuted, hasAudio, label }}>
        <IconButton small icon="full" label="Full screen (f)" onClick={full} />
        <IconButton small icon="download" label="Download" href={`${src}?download=1`} download={name} />
      </Controls>
    </div>
  );
}

/** The row below the picture. */
export function Controls({ playback, fps = FPS, isLooping, setLooping, isMuted, setMuted, hasAudio, label, children }) {
  const { frame, last, isPlaying } = playback;
  return (
    <div class="player-bar">
      <input
        type="range"
        class="player-scrub"
        min={0}
        max={last}
        step={1}
        value={frame}
        style={{ "--part": `${last ? (100 * frame) / last : 0}%` }}
        aria-label={`${label}: frame`}
        aria-valuetext={`Frame ${frame + 1} of ${last + 1}`}
        onInput={(event) => playback.seek(Number(event.currentTarget.value))}
      />
      <div class="player-buttons">
        <IconButton small icon={isPlaying ? "pause" : "play"} label={isPlaying ? "Pause (space)" : "Play (space)"} onClick={playback.toggle} />
        <IconButton small icon="back" label="One frame back (,)" onClick={() => playback.step(-1)} />
        <IconButton small icon="on" label="One frame on (.)" onClick={() => playback.step(1)} />
        <span class="player-clock num">
          {clock(frame, fps)}
          <span class="muted"> / {clock(last, fps)}</span>
          <span class="muted only-desk"> · frame {frame + 1}</span>
        </span>
        <span class="push row player-right">
          <IconButton small icon="replay" label={isLooping ? "Do not loop (l)" : "Loop (l)"} aria-pressed={isLooping} onClick={() => setLooping((on) => !on)} />
          <IconButton
            small
            icon={isMuted || !hasAudio ? "mute" : "sound"}
            label={!hasAudio ? "This clip has no sound" : isMuted ? "Sound on (m)" : "Mute (m)"}
            aria-pressed={!isMuted && hasAudio}
            disabled={!hasAudio}
            onClick={() => setMuted((on) => !on)}
          />
          {children}
        </span>
      </div>
    </div>
  );
}
