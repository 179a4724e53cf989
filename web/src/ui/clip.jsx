// A still that plays while it is pointed at or focused; quiet where motion is not wanted.
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icon.jsx";

const isCalm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const hasHover = () => window.matchMedia("(hover: hover)").matches;

/**
 * Poster of a clip. The film is loaded when it is wanted, never before.
 *
 * `isPlaying` lets an outer element that is focused play it.
 */
export function Clip({ poster, video, alt = "", isPlaying = false, children, fit = "cover" }) {
  const [isOver, setOver] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const wants = Boolean(video) && (isOver || isPlaying) && !isCalm();
  return (
    <div
      class={`clip ${fit}`}
      onPointerEnter={() => hasHover() && setOver(true)}
      onPointerLeave={() => setOver(false)}
    >
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
