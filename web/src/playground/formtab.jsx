// The Form tab: the model's form and this server's options around one input, with what is said of them.
import { useCallback, useMemo } from "preact/hooks";
import { FormContext } from "./fields.js";
import { ModelForm } from "./form.jsx";
import { OPTION_NAMES, Options } from "./options.jsx";
import { byPath, extraErrors, fatesByField, pathOf, sentence, whereOf } from "./schema.js";

export function FormTab({ model, body, setBody, dry, options, setOptions }) {
  const { filmgate: _, ...input } = body;
  const schema = model.input_schema;
  const errors = useMemo(() => extraErrors(dry.problems), [dry.problems]);
  // only the field that was changed: the rest of what the form says may be older than the body
  const put = useCallback(
    (next, id) => {
      const name = fieldOf(id, schema);
      setBody((now) => (name ? { ...now, [name]: next[name] } : now.filmgate ? { ...next, filmgate: now.filmgate } : next));
    },
    [schema],
  );
  // a function is given the newest value, so that changes made before the next frame add up
  const change = useCallback(
    (name, value) => setBody((now) => ({ ...now, [name]: typeof value === "function" ? value(now[name]) : value })),
    [],
  );
  const context = useMemo(
    () => ({
      schema,
      input: body,
      change,
      errors: byPath(dry.problems),
      warnings: byPath(dry.warnings),
      fates: fatesByField(schema, dry.prediction?.fates ?? []),
    }),
    [schema, body, dry.problems, dry.warnings, dry.prediction],
  );
  const others = [...dry.problems, ...dry.warnings].filter(({ loc }) => !hasField(schema, loc));
  return (
    <FormContext.Provider value={context}>
      <Others list={others} schema={schema} />
      <ModelForm schema={schema} input={input} errors={errors} onChange={put} />
      <Options options={options} onChange={setOptions} />
    </FormContext.Provider>
  );
}

/** The field of the input that an id of the form belongs to. */
function fieldOf(id, schema) {
  const names = Object.keys(schema.properties ?? {}).filter((name) => id === `field_${name}` || id?.startsWith(`field_${name}_`));
  return names.sort((a, b) => b.length - a.length)[0];
}

/** Whether the form has a field that shows a message at this place. */
function hasField(schema, [, name, option]) {
  return name === "filmgate" ? OPTION_NAMES.has(option) : String(name) in schema.properties;
}

/** Messages about no field of the form, such as names that the model does not know. */
function Others({ list, schema }) {
  if (!list.length) return null;
  return (
    <ul class="pg-others note warn">
      {list.map(({ loc, msg }) => (
        <li key={pathOf(loc) + msg}><code>{whereOf(schema, pathOf(loc))}</code> {sentence(msg)}</li>
      ))}
    </ul>
  );
}
