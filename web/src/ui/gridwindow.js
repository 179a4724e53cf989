// The arithmetic of a windowed grid, apart from the browser.

const SPARE_ROWS = 2;

/** Columns, cell size, height, and which of `count` cells are near `view` (pixels of the grid). */
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
