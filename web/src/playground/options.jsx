// Options of this server: engine, seed, quality, scale and the like; the `filmgate` object of the body.
import { Button, Icon, Select } from "../ui/index.js";
import { useForm } from "./fields.js";
import { Messages } from "./messages.jsx";
import { Choice, NumberBox } from "./widgets.jsx";

const SEED_END = 2 ** 31;
const SCALES = [1, 0.5, 0.25];
const NAMES = {
  quality: { standard: "Standard", draft: "Draft" },
  fit: { follow: "Follow the first frame", exact: "Exact preset" },
  burn_in: { none: "None", slate: "Shot titles", timecode: "Timecode" },
};
const FIELDS = [
  { name: "quality", title: "Quality", hint: "A draft encodes faster, into a larger file.", values: ["standard", "draft"] },
  { name: "scale", title: "Scale", hint: "Render smaller to see sooner.", values: SCALES },
  { name: "fit", title: "Size", hint: "Take the first frame's shape, or exactly the preset's.", values: ["follow", "exact"] },
  { name: "burn_in", title: "Burn-in", hint: "Write the shot's title, or also a timecode, into the picture.", values: ["none", "slate", "timecode"] },
];
/** Options that the form shows; the engine is chosen in the bar. */
export const OPTION_NAMES = new Set(["seed", ...FIELDS.map((field) => field.name)]);
const DEFAULTS = { quality: "standard", scale: 1, fit: "follow", burn_in: "none" };

/** The `filmgate` object with one value changed; defaults are left out. */
export function withOption(options, name, value) {
  const { [name]: _, ...rest } = options;
  return value === undefined || value === DEFAULTS[name] ? rest : { ...rest, [name]: value };
}

export function Options({ options, onChange }) {
  const { errors, warnings } = useForm();
  const set = (name) => (value) => onChange(withOption(options, name, value));
  const chosen = Object.keys(options).filter((name) => name !== "engine").length;
  return (
    <details class="pg-fold">
      <summary>
        <Icon name="right" size={15} />
        Options of this server
        {chosen > 0 && <span class="badge idle">{chosen} set</span>}
      </summary>
      <div class="pg-fold-body">
        <Option name="seed" title="Seed" hint="The same seed and input give the same frames." {...{ errors, warnings }}>
          <div class="row">
            <NumberBox id="option-seed" label="Seed" value={options.seed} onChange={set("seed")} min={0} placeholder="random" />
            <Button small onClick={() => set("seed")(Math.floor(Math.random() * SEED_END))}>New seed</Button>
            {options.seed !== undefined && <Button small kind="ghost" onClick={() => set("seed")(undefined)}>Random</Button>}
          </div>
        </Option>
        {FIELDS.map(({ name, title, hint, values }) => (
          <Option key={name} {...{ name, title, hint, errors, warnings }}>
            <Choice
              label={title}
              values={values.includes(options[name] ?? DEFAULTS[name]) ? values : [...values, options[name]]}
              value={options[name] ?? DEFAULTS[name]}
              onChange={set(name)}
              describe={(value) => (name === "scale" ? `${Math.round(value * 100)} %` : NAMES[name][value])}
            />
          </Option>
        ))}
      </div>
    </details>
  );
}

function Option({ name, title, hint, errors, warnings, children }) {
  const path = `filmgate.${name}`;
  return (
    <div class="pg-field" data-field={path}>
      <div class="pg-label">
        <span class="pg-title">{title}</span>
        <code class="pg-name" title="Name of this option in the API">{path}</code>
      </div>
      <p class="pg-hint">{hint}</p>
      {children}
      <Messages id={`option-${name}`} errors={errors.get(path)} warnings={warnings.get(path)} />
    </div>
  );
}

/** Which engine renders; nothing to choose when only one can. */
export function EngineChoice({ engines, prediction, options, onChange }) {
  const names = engines.length ? engines.map((engine) => engine.name) : Object.keys(prediction?.cost.by_engine_usd ?? {});
  if (names.length < 2 && !options.engine) return null;
  const known = options.engine && !names.includes(options.engine) ? [...names, options.engine] : names;
  const entries = [{ value: "", label: `Engine: ${prediction?.engine ?? "automatic"} (automatic)` }];
  for (const name of known) {
    const engine = engines.find((one) => one.name === name);
    entries.push({ value: name, label: engine && !engine.ready ? `${name}: not ready` : name });
  }
  return (
    <Select
      label="Engine"
      class="select pg-engine"
      options={entries}
      value={options.engine ?? ""}
      onChange={(name) => onChange(withOption(options, "engine", name || undefined))}
    />
  );
}
