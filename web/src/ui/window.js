// Windowed grids: of thousands of equal cells only those near the window are in the page.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { gridWindow } from "./gridwindow.js";

/** Pixels scrolled before the window is worked out again; less than the spare rows hold. */
const STEP = 120;

/**
 * Which cells of a grid to draw.
 *
 * `count` cells at least `minWidth` wide, `gap` apart, `heightOf(width)` high. Gives the ref of the
 * grid, its columns, cell size, total height, and the first and last cell to draw.
 */
export function useWindowedGrid({ count, minWidth, gap, heightOf }) {
  const ref = useRef(null);
  const [width, setWidth] = useState(0);
  const [view, setView] = useState({ top: 0, bottom: 900 });
  useLayoutEffect(() => {
    const measure = () => ref.current && setWidth(ref.current.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    if (ref.current) observer.observe(ref.current);
    return () => observer.disconnect();
  }, [count > 0]);
  useEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      const top = Math.floor(-(ref.current?.getBoundingClientRect().top ?? 0) / STEP) * STEP;
      const bottom = top + Math.ceil(window.innerHeight / STEP + 1) * STEP;
      setView((before) => (before.top === top && before.bottom === bottom ? before : { top, bottom }));
    };
    const soon = () => {
      frame ||= requestAnimationFrame(look);
    };
    look();
    window.addEventListener("scroll", soon, { passive: true });
    window.addEventListener("resize", soon);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", soon);
      window.removeEventListener("resize", soon);
    };
  }, [count > 0]);
  return { ref, ...gridWindow({ count, minWidth, gap, heightOf, width, view }) };
}
