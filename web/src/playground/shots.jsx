// The shots of a clip: a timeline, its running sum, and a card for each shot.
import { memo } from "preact/compat";
import { useCallback, useLayoutEffect, useRef } from "preact/hooks";
import { Button, IconButton } from "../ui/index.js";
import { ofList, useForm, useMessages } from "./fields.js";
import { Messages } from "./messages.jsx";
import { hintOf } from "./schema.js";
import { added, DEFAULT_LIMITS, fitted, moved, total, whyNot } from "./segments.js";
import { Timeline } from "./timeline.jsx";
import { Prompt, Slider } from "./widgets.jsx";

/** The counter is shown when so much of the limit is used. */
const COUNTED = 0.6;

function limitsOf(part) {
  const length = part.items?.properties?.duration ?? {};
  return {
    min: length.minimum ?? DEFAULT_LIMITS.min,
    max: length.maximum ?? DEFAULT_LIMITS.max,
    fallback: length.default ?? DEFAULT_LIMITS.fallback,
  };
}

/** The field of the input that says how long the clip is. */
function clipLength(schema, input) {
  const found = Object.entries(schema.properties ?? {}).find(([, part]) => hintOf(part).order_field === "duration_s");
  if (!found) return null;
  const [name, part] = found;
  return { name, part, seconds: Number.isFinite(input[name]) ? input[name] : part.default };
}

export function ShotsWidget(props) {
  const { name, part } = props.options;
  const { schema, input, change } = useForm();
  // from the body itself: the form's own copy may be a change behind
  const shots = Array.isArray(input[name]) ? input[name] : [];
  const limits = limitsOf(part);
  const clip = clipLength(schema, input);
  const cards = useRef(null);
  const wanted = useRef(null);
  const put = useCallback((work) => change(name, ofList(work)), [change, name]);
  const set = useCallback((next) => put(() => next), [put]);
  const edit = useCallback((index, part_) => put((now) => now.map((shot, i) => (i === index ? { ...shot, ...part_ } : shot))), [put]);
  const move = useCallback((index, by) => put((now) => moved(now, index, index + by)), [put]);
  const remove = useCallback((index) => put((now) => now.filter((_, i) => i !== index)), [put]);
  const go = (index) => cards.current?.children[index]?.querySelector("textarea")?.focus();
  const add = () => {
    put((now) => added(now, clip?.seconds ?? 2 * limits.fallback, limits));
    wanted.current = shots.length;
  };
  // with the paint that shows the new shot: later, it would take the focus from whoever already writes
  useLayoutEffect(() => {
    if (wanted.current === null || shots.length <= wanted.current) return;
    go(wanted.current);
    wanted.current = null;
  });
  const inner = part.items?.properties?.prompt ?? {};
  return (
    <div class="pg-shots" id={props.id} role="group" aria-label={props.label}>
      {shots.length > 0 && (
        <>
          <Sum shots={shots} limits={limits} clip={clip} onFit={set} onStretch={(seconds) => change(clip.name, seconds)} />
          <Timeline shots={shots} seconds={clip?.seconds ?? 0} limits={limits} onChange={set} onGo={go} />
        </>
      )}
      <ol class="pg-cards" ref={cards}>
        {shots.map((shot, i) => (
          <Shot key={i} {...{ shot, limits, edit, move, remove }} path={`${name}.${i}`} index={i} count={shots.length} limit={inner.maxLength} />
        ))}
      </ol>
      <Button class="pg-add" icon="plus" onClick={add} disabled={shots.length >= (part.maxItems ?? Infinity)}>
        {shots.length ? "Add shot" : "Split into shots"}
      </Button>
    </div>
  );
}

/** "10 s of 10 s", and the two ways to make it so. */
function Sum({ shots, limits, clip, onFit, onStretch }) {
  const sum = total(shots, limits);
  if (!clip) return <p class="pg-sum num">{sum} s in all</p>;
  const fits = sum === clip.seconds;
  const next = fits ? null : fitted(shots, clip.seconds, limits);
  const canStretch = !fits && sum >= (clip.part.minimum ?? 0) && sum <= (clip.part.maximum ?? Infinity);
  return (
    <div class="pg-sum row wrap">
      <span class={`badge ${fits ? "good" : "bad"} num`} role="status">{sum} s of {clip.seconds} s</span>
      {next && <Button small onClick={() => onFit(next)}>Fit to duration</Button>}
      {canStretch && <Button small kind="ghost" onClick={() => onStretch(sum)}>Set the length to {sum} s</Button>}
      {!fits && !next && <span class="small soft">{whyNot(shots.length, clip.seconds, limits)}</span>}
    </div>
  );
}

const Shot = memo(function Shot({ shot, path, index, count, limits, limit, edit, move, remove }) {
  const own = useMessages(path);
  const prompt = useMessages(`${path}.prompt`);
  const duration = useMessages(`${path}.duration`);
  const id = `shot-${index}`;
  const n = index + 1;
  return (
    <li class="pg-card" aria-label={`Shot ${n}`}>
      <div class="pg-card-head">
        <span class="pg-number-badge" aria-hidden="true">{n}</span>
        <Slider
          id={`${id}-duration`}
          label={`Length of shot ${n}`}
          value={shot?.duration ?? limits.fallback}
          onChange={(seconds) => edit(index, { duration: seconds })}
          min={limits.min}
          max={limits.max}
          unit="s"
          isBad={duration.errors.length > 0}
        />
        <span class="row pg-card-tools">
          <IconButton small icon="up" label={`Move shot ${n} up`} disabled={index === 0} onClick={() => move(index, -1)} />
          <IconButton small icon="down" label={`Move shot ${n} down`} disabled={index === count - 1} onClick={() => move(index, 1)} />
          <IconButton small icon="trash" label={`Remove shot ${n}`} onClick={() => remove(index)} />
        </span>
      </div>
      <Prompt
        id={`${id}-prompt`}
        label={`Prompt of shot ${n}, required`}
        placeholder="What this shot shows"
        value={shot?.prompt}
        onChange={(text) => edit(index, { prompt: text })}
        isBad={prompt.errors.length > 0}
        limit={shot?.prompt?.length > COUNTED * limit ? limit : undefined}
        rows={2}
      />
      <Messages id={`${id}-prompt`} {...prompt} />
      <Messages id={`${id}-duration`} errors={[...duration.errors, ...own.errors]} warnings={[...duration.warnings, ...own.warnings]} />
    </li>
  );
});
