// From the server's normalised schema to what the form shows, and from its answers to fields.

const WIDGETS = new Set(["prompt", "textarea", "text", "slider", "number", "select", "switch", "media", "segments", "elements"]);

const FALLBACKS = { boolean: "switch", integer: "number", number: "number", array: "json", object: "json" };

export const hintOf = (part) => part?.["x-filmgate"] ?? {};

/** Fields in the order the server wants them shown: `[{name, part, hint, isRequired}]`. */
export function fieldsOf(schema) {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {})
    .map(([name, part]) => ({ name, part, hint: hintOf(part), isRequired: required.has(name) }))
    .sort((a, b) => (a.hint.order ?? 99) - (b.hint.order ?? 99));
}

/** A field's name for people: its title, or its API name in words. */
export function titleOf(name, part) {
  if (part.title) return part.title;
  const words = name.replaceAll("_", " ").replace(/ urls$/, "s").replace(/ url$/, "");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The schema as the form library gets it: every field carries its value whole, whatever its type. */
export function plainSchema(schema) {
  const whole = fieldsOf(schema).map(({ name, part }) => [name, { type: "string", title: titleOf(name, part) }]);
  return { type: "object", required: schema.required ?? [], properties: Object.fromEntries(whole) };
}

/** What tells the form library which of our widgets shows a field. */
export function uiSchema(schema) {
  const fields = fieldsOf(schema);
  const ui = { "ui:order": [...fields.map((field) => field.name), "*"] };
  for (const { name, part, hint } of fields) {
    const widget = WIDGETS.has(hint.widget) ? hint.widget : fallbackWidget(part);
    ui[name] = { "ui:widget": widget, "ui:options": { name, part, hint } };
  }
  return ui;
}

function fallbackWidget(part) {
  if (part.enum) return "select";
  return FALLBACKS[part.type] ?? "text";
}

/** An input that works: the defaults of the fields, the server's example over them. */
export function exampleOf(model) {
  const input = {};
  for (const { name, part } of fieldsOf(model.input_schema)) {
    if (part.default !== undefined) input[name] = structuredClone(part.default);
  }
  return { ...input, ...structuredClone(model.example ?? {}) };
}

/** "body", "multi_prompt", 0, "prompt" → "multi_prompt.0.prompt". */
export const pathOf = (loc) => loc.slice(loc[0] === "body" ? 1 : 0).join(".");

/** Messages by the path of their field. */
export function byPath(problems) {
  const found = new Map();
  for (const problem of problems) {
    const path = pathOf(problem.loc);
    found.set(path, [...(found.get(path) ?? []), problem.msg]);
  }
  return found;
}

/** The server's problems as the form library takes errors. */
export function extraErrors(problems) {
  const root = {};
  for (const { loc, msg } of problems) {
    let at = root;
    for (const step of loc.slice(1)) at = at[step] ??= {};
    (at.__errors ??= []).push(sentence(msg));
  }
  return root;
}

/** A message of the server as a sentence. */
export function sentence(text) {
  const trimmed = text.trim();
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

/** Fates by the name of the input field they are about; those of no field under "". */
export function fatesByField(schema, fates) {
  const names = new Map();
  for (const { name, hint } of fieldsOf(schema)) {
    if (hint.order_field) names.set(hint.order_field, name);
  }
  const found = new Map();
  for (const fate of fates) {
    const name = names.get(fate.field) ?? names.get(fate.field.split(".")[0]) ?? "";
    found.set(name, [...(found.get(name) ?? []), fate]);
  }
  return found;
}

/** The field's title for a path such as "multi_prompt.0.prompt": "Shots 1, prompt". */
export function whereOf(schema, path) {
  const [name, index, inner] = path.split(".");
  const part = schema.properties?.[name];
  if (!part) return path || "Input";
  const title = titleOf(name, part);
  if (index === undefined) return title;
  const place = `${title} ${Number(index) + 1}`;
  return inner ? `${place}, ${inner.replaceAll("_", " ")}` : place;
}
