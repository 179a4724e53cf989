// The lengths of shots: their sum, and how they are made to fit the length of the clip.

export const DEFAULT_LIMITS = { min: 3, max: 15, fallback: 5 };

/** Seconds of a shot as the server counts them. */
export function lengthOf(shot, { fallback } = DEFAULT_LIMITS) {
  return Number.isFinite(shot?.duration) ? shot.duration : fallback;
}

/** Seconds of all shots together. */
export function total(shots, limits = DEFAULT_LIMITS) {
  return shots.reduce((sum, shot) => sum + lengthOf(shot, limits), 0);
}

/** Where each shot starts, in seconds. */
export function starts(shots, limits = DEFAULT_LIMITS) {
  let at = 0;
  return shots.map((shot) => {
    const start = at;
    at += lengthOf(shot, limits);
    return start;
  });
}

/** Whether so many shots can add up to a length; null when they can, or why not. */
export function whyNot(count, seconds, { min, max } = DEFAULT_LIMITS) {
  if (count * min > seconds) {
    const most = Math.floor(seconds / min);
    return `${count} shots of at least ${min} s need ${count * min} s; ${seconds} s hold ${most}`;
  }
  if (count * max < seconds) return `${count} shots of at most ${max} s make only ${count * max} s`;
  return null;
}

/** The shots with whole seconds that add up to `seconds`, in their proportions; null when none do. */
export function fitted(shots, seconds, limits = DEFAULT_LIMITS) {
  if (!shots.length || whyNot(shots.length, seconds, limits)) return null;
  const { min, max } = limits;
  const sum = total(shots, limits) || shots.length;
  const wanted = shots.map((shot) => (lengthOf(shot, limits) * seconds) / sum);
  const lengths = wanted.map((length) => Math.min(max, Math.max(min, Math.floor(length))));
  let missing = seconds - lengths.reduce((a, b) => a + b, 0);
  while (missing) {
    const step = Math.sign(missing);
    const can = lengths.map((length) => (step > 0 ? length < max : length > min));
    const lack = lengths.map((length, i) => (can[i] ? step * (wanted[i] - length) : -Infinity));
    lengths[lack.indexOf(Math.max(...lack))] += step;
    missing -= step;
  }
  return shots.map((shot, i) => ({ ...shot, duration: lengths[i] }));
}

/** Move the cut after shot `index` by whole seconds, as far as both shots allow. */
export function cutMoved(shots, index, by, limits = DEFAULT_LIMITS) {
  const { min, max } = limits;
  const left = lengthOf(shots[index], limits);
  const right = lengthOf(shots[index + 1], limits);
  const most = Math.min(max - left, right - min);
  const least = Math.max(min - left, right - max);
  if (least > most) return shots;
  const step = Math.max(least, Math.min(most, Math.round(by)));
  if (!step) return shots;
  return shots.map((shot, i) => {
    if (i === index) return { ...shot, duration: left + step };
    return i === index + 1 ? { ...shot, duration: right - step } : shot;
  });
}

/** One more shot: it fills what is left of the clip, or the others give way to it where they can. */
export function added(shots, seconds, limits = DEFAULT_LIMITS) {
  if (!shots.length) return begun(seconds, limits);
  const sum = total(shots, limits);
  const left = seconds - sum;
  if (left >= limits.min && left <= limits.max) return [...shots, { prompt: "", duration: left }];
  const more = [...shots, { prompt: "", duration: Math.round(sum / shots.length) }];
  const together = sum === seconds ? fitted(more, seconds, limits) : null;
  return together ?? [...shots, { prompt: "", duration: limits.fallback }];
}

/** The first shots: two halves of the clip where it is long enough. */
function begun(seconds, limits) {
  const halves = [{ prompt: "", duration: 1 }, { prompt: "", duration: 1 }];
  const one = [{ prompt: "", duration: Math.min(limits.max, Math.max(limits.min, seconds)) }];
  return fitted(halves, seconds, limits) ?? one;
}

/** The list with one item moved to another place. */
export function moved(list, from, to) {
  if (to < 0 || to >= list.length) return list;
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
