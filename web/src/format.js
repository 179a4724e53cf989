// Numbers, moments and ids as people read them.

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;

/** "just now", "5 min ago", "in 3 days"; older than a week: the date. */
export function ago(iso, now = Date.now()) {
  const s = (now - Date.parse(iso)) / 1000;
  const size = Math.abs(s);
  if (size < 45) return "just now";
  if (size > 7 * DAY) return shortDate(iso);
  const [count, unit] =
    size < HOUR
      ? [Math.max(1, Math.round(size / MINUTE)), "min"]
      : size < DAY
        ? [Math.round(size / HOUR), "h"]
        : [Math.round(size / DAY), Math.round(size / DAY) === 1 ? "day" : "days"];
  return s < 0 ? `in ${count} ${unit}` : `${count} ${unit} ago`;
}

export function shortDate(iso) {
  const date = new Date(iso);
  const isThisYear = date.getFullYear() === new Date().getFullYear();
  const year = isThisYear ? undefined : "numeric";
  return date.toLocaleDateString(undefined, { day: "numeric", month: "short", year });
}

export function exactTime(iso) {
  return new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
}

/** Dollars: "free", "$0.504", "$12.30", "$1,514.80", "$200". */
export function money(usd, { zero = "free" } = {}) {
  if (usd === null || usd === undefined) return "unknown";
  if (usd === 0) return zero;
  const most = usd < 0.1 ? 4 : usd < 10 ? 3 : 2;
  const least = Number.isInteger(usd) && usd >= 10 ? 0 : 2;
  return `$${usd.toLocaleString("en-US", { minimumFractionDigits: least, maximumFractionDigits: most })}`;
}

/** Seconds of waiting or video: "0.4 s", "12 s", "2 min 5 s", "3 h 20 min". */
export function seconds(s) {
  if (s === null || s === undefined || Number.isNaN(s)) return "–";
  if (s < 9.95) return `${Number(s.toFixed(1))} s`;
  const whole = Math.round(s);
  if (whole < 100) return `${whole} s`;
  if (whole < HOUR) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(s / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function bytes(n) {
  if (n < 1000) return `${n} B`;
  if (n < 1e6) return `${Math.round(n / 1e3)} kB`;
  if (n < 1e9) return `${(n / 1e6).toFixed(1)} MB`;
  return `${(n / 1e9).toFixed(1)} GB`;
}

export function count(n) {
  return n.toLocaleString("en-US");
}

export function plural(n, one, many = `${one}s`) {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** The last characters of an id, enough to tell requests apart. */
export function shortId(id) {
  return `…${id.slice(-8)}`;
}

/** "kling/kling-3.0/pro/image-to-video" → its family and what follows. */
export function modelParts(id) {
  const parts = id.split("/");
  return { family: parts[0], rest: parts.slice(1).join("/") || parts[0] };
}

/** "image-to-video" → "Image to video". */
export function sentence(word) {
  const text = word.replaceAll(/[-_]/g, " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Seconds between two moments; null when one is missing. */
export function between(from, to) {
  return from && to ? (Date.parse(to) - Date.parse(from)) / 1000 : null;
}

/** The smallest round number at or above the largest value: 1, 2, 5 times a power of ten. */
export function roundTop(most) {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return power * [1, 2, 5, 10].find((step) => step * power >= most);
}
