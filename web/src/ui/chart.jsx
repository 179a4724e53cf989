// Bars over days, and ranked bars: plain SVG and CSS, readable as a table by screen readers.
import { useState } from "preact/hooks";
import { roundTop, shortDate } from "../format.js";

const WIDTH = 720;
const HEIGHT = 180;

/**
 * Days as bars: `days` is [{date, value, bad}], `bad` the part of value that failed.
 *
 * `format` writes a value; the bar that is pointed at is read out above.
 */
export function DayBars({ days, label, format }) {
  const [at, setAt] = useState(null);
  const top = roundTop(Math.max(...days.map((day) => day.value)));
  const step = WIDTH / days.length;
  const height = (value) => (value / top) * HEIGHT;
  const shown = at === null ? null : days[at];
  return (
    <figure class="day-bars">
      <figcaption class="row between">
        <strong>{label}</strong>
        <span class="muted small num" aria-hidden="true">
          {shown ? `${shortDate(shown.date)}: ${format(shown.value)}${shown.bad ? `, ${shown.bad} failed` : ""}` : ""}
        </span>
      </figcaption>
      <div class="day-bars-plot" aria-hidden="true">
        <ol class="day-bars-axis num">
          <li>{format(top)}</li>
          <li>{format(top / 2)}</li>
          <li>{format(0)}</li>
        </ol>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" onPointerLeave={() => setAt(null)}>
          {[0, 0.5, 1].map((part) => (
            <line key={part} class="grid" x1="0" x2={WIDTH} y1={HEIGHT * part} y2={HEIGHT * part} />
          ))}
          {days.map((day, i) => (
            <g key={day.date} class={i === at ? "on" : undefined} onPointerEnter={() => setAt(i)}>
              <rect class="hit" x={i * step} y="0" width={step} height={HEIGHT} />
              <rect
                class="bar"
                x={i * step + step * 0.14}
                width={step * 0.72}
                y={HEIGHT - height(day.value)}
                height={height(day.value)}
              />
              {day.bad > 0 && (
                <rect
                  class="bar bad"
                  x={i * step + step * 0.14}
                  width={step * 0.72}
                  y={HEIGHT - height(day.bad)}
                  height={height(day.bad)}
                />
              )}
            </g>
          ))}
        </svg>
        <div class="day-bars-ends small muted">
          <span>{shortDate(days[0].date)}</span>
          <span>{shortDate(days.at(-1).date)}</span>
        </div>
      </div>
      <DayTable days={days} label={label} format={format} />
    </figure>
  );
}

function DayTable({ days, label, format }) {
  return (
    <table class="sr-only">
      <caption>{label}</caption>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">{label}</th>
        </tr>
      </thead>
      <tbody>
        {days
          .filter((day) => day.value > 0)
          .map((day) => (
            <tr key={day.date}>
              <th scope="row">{shortDate(day.date)}</th>
              <td>{format(day.value)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

/** Names with a bar each, the longest first: `rows` is [{name, value, note}]. */
export function RankBars({ rows, format }) {
  const most = Math.max(...rows.map((row) => row.value), 1e-9);
  return (
    <ul class="rank-bars">
      {rows.map((row) => (
        <li key={row.name}>
          <div class="row between">
            <span class="truncate">{row.name}</span>
            <span class="num strong">{format(row.value)}</span>
          </div>
          <div class="rank-bar" aria-hidden="true">
            <i style={{ width: `${(100 * row.value) / most}%` }} />
          </div>
          {row.note && <span class="muted small">{row.note}</span>}
        </li>
      ))}
    </ul>
  );
}
