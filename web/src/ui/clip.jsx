// A still that plays while it is pointed at or focused; quiet where motion is not wanted.
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icon.jsx";

const isCalm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const hasHover = () => window.matchMedia("(hover: hover)").matches;

/**
 * Whether an element is pointed at or has the focus inside, and what it needs to know that.
 *
 * A card listens itself, because the link that makes all of it a target lies above its clip.
 */
export function usePointedAt() {
  const [isOver, setOver] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const listen = {
    onPointerEnter: () => hasHover() && setOver(true),
    onPointerLeave: () => setOver(false),
    onFocusCapture: (event) => setFocused(event.target.matches(":focus-visible")),
    onBlurCapture: () => setFocused(false),
  };
  return [isOver || isFocused, listen];
}

/** Poster of a clip. The film is loaded when `isPlaying` (by default: pointed at), never before. */
export function Clip({ poster, video, alt = "", isPlaying, children, fit = "cover" }) {
  const [isBroken, setBroken] = useState(false);
  const [isPointedAt, listen] = usePointedAt();
  const wants = Boolean(video) && (isPlaying ?? isPointedAt) && !isCalm();
  useEffect(() => setBroken(false), [poster]);
  return (
    <div class={`clip ${fit}`} {...(isPlaying === undefined ? listen : {})}>
      {poster && !isBroken ? (
        <img src={poster} alt={alt} loading="lazy" decoding="async" onError={() => setBroken(true)} />
      ) : (
        <div class="clip-blank" role={alt ? "img" : undefined} aria-label={alt || undefined}>
          <Icon name={isBroken ? "image" : "film"} size={26} />
        </div>
      )}
      {wants && <Moving video={video} />}
      {children}
    </div>
  );
}

function Moving({ video }) {
  const ref = useRef(null);
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    ref.current?.play().catch(() => {});
  }, []);
  return (
    <video
      ref={ref}
      class={isReady ? "ready" : undefined}
      src={video}
      muted
      loop
      playsInline
      tabIndex={-1}
      aria-hidden="true"
      onPlaying={() => setReady(true)}
    />
  );
}
