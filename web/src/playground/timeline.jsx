// The strip over the shots: each as wide as it is long; the cuts between them can be dragged.
import { useRef } from "preact/hooks";
import { cutMoved, lengthOf, starts } from "./segments.js";

/** `seconds` is the length of the clip; what is missing or too much is shown at the end. */
export function Timeline({ shots, seconds, limits, onChange, onGo }) {
  const strip = useRef(null);
  const sum = shots.reduce((all, shot) => all + lengthOf(shot, limits), 0);
  const scale = Math.max(sum, seconds || 0) || 1;
  const begin = starts(shots, limits);
  const width = (length) => `${(100 * length) / scale}%`;
  const drag = (index) => (event) => {
    event.preventDefault();
    const from = event.clientX;
    const perSecond = strip.current.clientWidth / scale;
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const move = (now) => onChange(cutMoved(shots, index, (now.clientX - from) / perSecond, limits));
    const stop = () => {
      handle.removeEventListener("pointermove", move);
      handle.removeEventListener("pointerup", stop);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", stop);
  };
  return (
    <div class="pg-timeline" ref={strip}>
      {shots.map((shot, i) => (
        <div key={i} class={`pg-shot-bar ${begin[i] >= seconds ? "beyond" : ""}`} style={{ width: width(lengthOf(shot, limits)) }}>
          <button type="button" onClick={() => onGo(i)} aria-label={`Go to shot ${i + 1}, ${lengthOf(shot, limits)} s`} title={shot?.prompt || `Shot ${i + 1}`}>
            <span>{i + 1}</span>
            <span class="num">{lengthOf(shot, limits)} s</span>
          </button>
          {i < shots.length - 1 && <span class="pg-cut" aria-hidden="true" title="Drag to move the cut" onPointerDown={drag(i)} />}
        </div>
      ))}
      {sum < seconds && <div class="pg-gap" style={{ width: width(seconds - sum) }} title={`${seconds - sum} s are not filled`} />}
      {sum > seconds && <div class="pg-end" style={{ left: width(seconds) }} title={`The clip ends here, at ${seconds} s`} />}
    </div>
  );
}
