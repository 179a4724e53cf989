// Widgets of single values: prompt, text, slider, number, choice, switch.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Segmented, Select, Switch } from "../ui/index.js";

const MANY = 6;

/** What ties a control to its label, hint and messages. */
export function described(id, isBad) {
  return {
    id,
    "aria-describedby": `${id}__hint ${id}__messages`,
    "aria-invalid": isBad ? "true" : undefined,
  };
}

/** A text area that grows with its text, with a counter when there is a limit. */
export function Prompt({ id, value, onChange, required, isBad, limit, rows = 3, label, placeholder }) {
  const ref = useRef(null);
  const text = typeof value === "string" ? value : "";
  useLayoutEffect(() => {
    const area = ref.current;
    if (CSS.supports("field-sizing", "content")) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, 320)}px`;
  }, [text]);
  return (
    <div class="pg-prompt">
      <textarea
        ref={ref}
        class="textarea"
        rows={rows}
        value={text}
        required={required}
        aria-label={label}
        placeholder={placeholder}
        onInput={(event) => onChange(event.currentTarget.value)}
        {...described(id, isBad)}
      />
      {limit && <Counter used={text.length} limit={limit} />}
    </div>
  );
}

function Counter({ used, limit }) {
  const look = used > limit ? "bad" : used > 0.9 * limit ? "warn" : "";
  return (
    <span class={`pg-counter num ${look}`} title="Characters used of those allowed">
      {used.toLocaleString("en-US")} / {limit.toLocaleString("en-US")}
    </span>
  );
}

/** A slider with its number beside it; the number may be typed, even wrongly. */
export function Slider({ id, value, onChange, min, max, step = 1, unit, isBad, label }) {
  const number = Number.isFinite(value) ? value : min;
  const part = Math.max(0, Math.min(1, (number - min) / (max - min)));
  return (
    <div class="pg-slider">
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={number}
        aria-label={label}
        aria-valuetext={unit ? `${number} ${unit}` : undefined}
        style={{ "--part": `${part * 100}%` }}
        onInput={(event) => onChange(Number(event.currentTarget.value))}
        {...described(id, isBad)}
      />
      <NumberBox value={value} onChange={onChange} step={step} unit={unit} min={min} max={max} isBad={isBad} label={`${label}, as a number`} />
    </div>
  );
}

/** A number that keeps what is being typed until it is one. */
export function NumberBox({ id, value, onChange, step = 1, unit, min, max, isBad, label, placeholder }) {
  const [typed, setTyped] = useState(null);
  useEffect(() => setTyped(null), [value]);
  const type = (event) => {
    const text = event.currentTarget.value;
    setTyped(text);
    if (text === "") onChange(undefined);
    else if (Number.isFinite(Number(text))) onChange(Number(text));
  };
  return (
    <span class={`pg-number ${unit ? "has-unit" : ""}`}>
      <input
        class="input num"
        type="number"
        inputMode={step === 1 ? "numeric" : "decimal"}
        min={min}
        max={max}
        step={step}
        placeholder={placeholder}
        value={typed ?? (Number.isFinite(value) ? value : "")}
        onInput={type}
        onBlur={() => setTyped(null)}
        aria-label={label}
        aria-invalid={isBad ? "true" : undefined}
        id={id}
      />
      {unit && <span class="pg-unit" aria-hidden="true">{unit}</span>}
    </span>
  );
}

/** One of a few values: buttons; of many: a list. */
export function Choice({ id, label, values, value, onChange, unit, describe }) {
  const shown = (one) => (unit ? `${one} ${unit}` : String(one));
  if (values.length > MANY) {
    const options = values.map((one, i) => ({ value: String(i), label: shown(one) }));
    return <Select id={id} label={label} options={options} value={String(values.indexOf(value))} onChange={(i) => onChange(values[i])} />;
  }
  const options = values.map((one, i) => ({
    id: i,
    label: <>{isRatio(one) && <RatioShape ratio={one} />}{describe?.(one) ?? shown(one)}</>,
  }));
  return <Segmented label={label} options={options} value={values.indexOf(value)} onChange={(i) => onChange(values[i])} />;
}

const isRatio = (value) => /^\d+:\d+$/.test(String(value));

function RatioShape({ ratio }) {
  const [wide, high] = ratio.split(":").map(Number);
  const scale = 13 / Math.max(wide, high);
  return <i class="pg-ratio" aria-hidden="true" style={{ width: `${wide * scale}px`, height: `${high * scale}px` }} />;
}

// --- the same, as the form library calls them ---------------------------------------------------

const isWrong = (props) => props.rawErrors?.length > 0;

function PromptWidget(props) {
  const { part } = props.options;
  return <Prompt id={props.id} value={props.value} onChange={props.onChange} required={props.required} isBad={isWrong(props)} limit={part.maxLength} rows={4} />;
}

function TextareaWidget(props) {
  const change = (text) => props.onChange(text === "" ? undefined : text);
  return <Prompt id={props.id} value={props.value} onChange={change} isBad={isWrong(props)} limit={props.value ? props.options.part.maxLength : undefined} rows={2} />;
}

function TextWidget(props) {
  return (
    <input
      class="input"
      value={props.value ?? ""}
      onInput={(event) => props.onChange(event.currentTarget.value || undefined)}
      {...described(props.id, isWrong(props))}
    />
  );
}

function SliderWidget(props) {
  const { part, hint } = props.options;
  const step = part.multipleOf ?? (part.type === "integer" ? 1 : 10 ** Math.round(Math.log10((part.maximum - part.minimum) / 100)));
  return (
    <Slider
      id={props.id}
      label={props.label}
      value={props.value ?? part.default}
      onChange={props.onChange}
      min={part.minimum}
      max={part.maximum}
      step={step}
      unit={hint.unit}
      isBad={isWrong(props)}
    />
  );
}

function NumberWidget(props) {
  const { part, hint } = props.options;
  const { id, value, onChange } = props;
  const step = part.type === "integer" ? 1 : "any";
  return <NumberBox {...{ id, value, onChange, step }} unit={hint.unit} min={part.minimum} max={part.maximum} isBad={isWrong(props)} />;
}

function SelectWidget(props) {
  const { part, hint } = props.options;
  return <Choice id={props.id} label={props.label} values={part.enum} value={props.value ?? part.default} onChange={props.onChange} unit={hint.unit} />;
}

function SwitchWidget(props) {
  const value = props.value ?? props.options.part.default ?? false;
  return <Switch label={value ? "On" : "Off"} checked={value} onChange={props.onChange} aria-label={props.label} {...described(props.id, isWrong(props))} />;
}

/** A list or object that no other widget is for, as JSON. */
function JsonWidget(props) {
  const [typed, setTyped] = useState(null);
  const written = props.value === undefined ? "" : JSON.stringify(props.value, null, 2);
  const type = (event) => {
    const text = event.currentTarget.value;
    setTyped(text);
    try {
      props.onChange(text.trim() ? JSON.parse(text) : undefined);
    } catch {
      // it is still being written
    }
  };
  return (
    <textarea class="textarea mono" rows={3} spellcheck={false} value={typed ?? written} onInput={type} onBlur={() => setTyped(null)} {...described(props.id, isWrong(props))} />
  );
}

export const VALUE_WIDGETS = {
  prompt: PromptWidget,
  textarea: TextareaWidget,
  text: TextWidget,
  slider: SliderWidget,
  number: NumberWidget,
  select: SelectWidget,
  switch: SwitchWidget,
  json: JsonWidget,
};
