// Fields of a schema as rows of a table: their type and limits in words.

/** Fields in the order of the form, nested ones below their parent: `{path, depth, field, isRequired}`. */
export function rows(schema, depth = 0) {
  const required = schema.required ?? [];
  return Object.entries(schema.properties ?? {})
    .sort(([, a], [, b]) => (a["x-filmgate"]?.order ?? 0) - (b["x-filmgate"]?.order ?? 0))
    .flatMap(([name, field]) => [
      { name, depth, field, isRequired: required.includes(name) },
      ...(field.items?.properties ? rows(field.items, depth + 1) : []),
    ]);
}

export function typeOf(field) {
  if (field.type !== "array") return field.type;
  return `${field.items?.type ?? "any"}[]`;
}

/** Everything that limits a value, in words. */
export function limitsOf(field) {
  const unit = field["x-filmgate"]?.unit ? ` ${field["x-filmgate"].unit}` : "";
  const { minimum: low, maximum: high, minItems, maxItems, maxLength, minLength } = field;
  const has = (value) => value !== undefined;
  return [
    field.enum && `one of ${field.enum.map((value) => JSON.stringify(value)).join(", ")}`,
    has(low) && has(high)
      ? `${low} to ${high}${unit}`
      : has(low)
        ? `at least ${low}${unit}`
        : has(high) && `at most ${high}${unit}`,
    has(maxItems) && `${minItems || 0} to ${maxItems} entries`,
    maxLength && (minLength ? `${minLength} to ${maxLength} characters` : `up to ${maxLength} characters`),
    field["x-filmgate"]?.formats?.join(", "),
  ].filter(Boolean);
}
