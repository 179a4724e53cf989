// Form controls with their labels, hints and errors tied together for screen readers.
import { useId } from "preact/hooks";
import { Icon } from "./icon.jsx";

/** A label over one control; `children` is a function of the attributes the control needs. */
export function Field({ label, hint, error, required, optional, children }) {
  const id = useId();
  const told = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const attributes = {
    id,
    "aria-describedby": told || undefined,
    "aria-invalid": error ? "true" : undefined,
    required: required || undefined,
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
        {required && (
          <span class="required" aria-hidden="true">
            *
          </span>
        )}
        {optional && <span class="optional">optional</span>}
      </label>
      {children(attributes)}
      {hint && (
        <span class="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && (
        <span class="field-error" id={`${id}-error`} role="alert">
          <Icon name="alert" size={15} />
          {error}
        </span>
      )}
    </div>
  );
}

export function TextField({ label, hint, error, required, optional, value, onChange, ...rest }) {
  return (
    <Field {...{ label, hint, error, required, optional }}>
      {(attributes) => (
        <input
          class="input"
          value={value}
          onInput={(event) => onChange(event.currentTarget.value)}
          {...attributes}
          {...rest}
        />
      )}
    </Field>
  );
}

/** options: [{value, label}]; the label is read out but not shown. */
export function Select({ label, options, value, onChange, ...rest }) {
  return (
    <select
      class="select"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...rest}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

export function Checkbox({ label, hint, checked, onChange, ...rest }) {
  return (
    <label class="checkbox">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} {...rest} />
      <span>
        {label}
        {hint && (
          <span class="field-hint">
            <br />
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}

export function Switch({ label, checked, onChange, isLabelHidden, ...rest }) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
        {...rest}
      />
      <span class={isLabelHidden ? "sr-only" : undefined}>{label}</span>
    </label>
  );
}

export function Search({ label, value, onChange, placeholder, hotkey, inputRef }) {
  return (
    <div class="search" role="search">
      <Icon name="search" size={16} />
      <input
        ref={inputRef}
        class="input"
        type="search"
        aria-label={label}
        placeholder={placeholder ?? label}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
        autocomplete="off"
        spellcheck={false}
      />
      {hotkey && <kbd aria-hidden="true">{hotkey}</kbd>}
    </div>
  );
}
