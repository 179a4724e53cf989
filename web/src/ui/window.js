// Windowed grids: of thousands of equal cells only those near the window are in the page.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

const SPARE_ROWS = 2;

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
      const top = -(ref.current?.getBoundingClientRect().top ?? 0);
      setView({ top, bottom: top + window.innerHeight });
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

/** The arithmetic of it, apart from the browser. */
export function gridWindow({ count, minWidth, gap, heightOf, width, view }) {
  const columns = Math.max(1, Math.floor((width + gap) / (minWidth + gap)));
  const cellWidth = Math.max(0, (width - gap * (columns - 1)) / columns);
  const cellHeight = heightOf(cellWidth);
  const rowHeight = cellHeight + gap;
  const rows = Math.ceil(count / columns);
  const firstRow = Math.min(Math.max(0, Math.floor(view.top / rowHeight) - SPARE_ROWS), Math.max(0, rows - 1));
  const lastRow = Math.min(rows, Math.ceil(view.bottom / rowHeight) + SPARE_ROWS);
  return {
    columns,
    cellWidth,
    cellHeight,
    rowHeight,
    height: Math.max(0, rows * rowHeight - gap),
    first: firstRow * columns,
    last: Math.max(firstRow * columns, Math.min(count, lastRow * columns)),
    isNearEnd: lastRow >= rows - 3,
    place: (i) => ({ left: (i % columns) * (cellWidth + gap), top: Math.floor(i / columns) * rowHeight }),
  };
}
