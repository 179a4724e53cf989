// The form that makes a key.
import { useState } from "preact/hooks";
import { api } from "../api.js";
import { may } from "../session.js";
import { useGet } from "../store.js";
import { Button, Checkbox, Dialog, Field, Note, TextField } from "../ui/index.js";
import { CAPS, SCOPES, toBody } from "./keybody.js";

const ENDS = [
  { value: "", label: "Never" },
  { value: "7", label: "In 7 days" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
];
const START = { label: "", scope: "write", ends: "90", engines: null, caps: {} };

export function KeyForm({ me, onClose, onMade }) {
  const [form, setForm] = useState(START);
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const set = (changes) => setForm((before) => ({ ...before, ...changes }));
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      onMade(await api.post("/v1/keys", toBody(form)));
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };
  const wrong = (name) => error?.problems.find((problem) => problem.loc.includes(name))?.msg;
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button kind="primary" type="submit" form="key-form" busy={isBusy}>
        Create key
      </Button>
    </>
  );
  return (
    <Dialog title="Create a key" onClose={onClose} footer={footer}>
      <form id="key-form" class="stack" onSubmit={submit}>
        {error && !error.problems.some((problem) => problem.loc[0] === "body" && problem.loc[1]) && (
          <Note kind="bad">{error.message}</Note>
        )}
        <TextField
          label="Label"
          hint="Which program or person it is for."
          value={form.label}
          onChange={(label) => set({ label })}
          error={wrong("label")}
          maxLength={200}
          data-autofocus
          placeholder="render farm, laptop, CI"
        />
        <Scopes me={me} value={form.scope} onChange={(scope) => set({ scope })} />
        <Engines value={form.engines} onChange={(engines) => set({ engines })} error={wrong("engines")} />
        <Field label="Ends" error={wrong("expires_at")}>
          {(attributes) => (
            <select
              class="select"
              value={form.ends}
              onChange={(event) => set({ ends: event.currentTarget.value })}
              {...attributes}
            >
              {ENDS.map((end) => (
                <option key={end.value} value={end.value}>
                  {end.label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Caps value={form.caps} onChange={(caps) => set({ caps })} wrong={wrong} />
      </form>
    </Dialog>
  );
}

function Scopes({ me, value, onChange }) {
  return (
    <fieldset class="choices">
      <legend class="field-label">May</legend>
      {SCOPES.filter((scope) => may(me, scope.id)).map((scope) => (
        <label key={scope.id} class="choice">
          <input type="radio" name="scope" checked={value === scope.id} onChange={() => onChange(scope.id)} />
          <span>
            <strong>{scope.label}</strong>
            <span class="field-hint">{scope.hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Engines({ value, onChange, error }) {
  const engines = useGet("/v1/engines").data?.engines ?? [];
  const free = engines.filter((engine) => !engine.is_paid).map((engine) => engine.name);
  const toggle = (name, isOn) => {
    const held = value ?? free;
    onChange(isOn ? [...held, name] : held.filter((one) => one !== name));
  };
  return (
    <fieldset class="choices">
      <legend class="field-label">Engines</legend>
      <Checkbox
        label="Every engine that costs nothing, also those added later"
        checked={value === null}
        onChange={(isOn) => onChange(isOn ? null : free)}
      />
      {value !== null && (
        <div class="choices-more">
          {engines.map((engine) => (
            <Checkbox
              key={engine.name}
              label={engine.is_paid ? `${engine.name} (costs money)` : engine.name}
              checked={value.includes(engine.name)}
              onChange={(isOn) => toggle(engine.name, isOn)}
            />
          ))}
        </div>
      )}
      {error && (
        <span class="field-error" role="alert">
          {error}
        </span>
      )}
    </fieldset>
  );
}

function Caps({ value, onChange, wrong }) {
  return (
    <details class="caps">
      <summary>
        Limits <span class="muted">none unless you set one</span>
      </summary>
      <div class="caps-grid">
        {CAPS.map(([name, label, hint, unit]) => (
          <TextField
            key={name}
            label={label}
            hint={hint}
            type="number"
            min="0"
            step={unit === 1 ? "1" : "0.01"}
            inputmode="decimal"
            placeholder="no limit"
            value={value[name] ?? ""}
            onChange={(text) => onChange({ ...value, [name]: text })}
            error={wrong(name)}
          />
        ))}
      </div>
    </details>
  );
}
