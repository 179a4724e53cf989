// Values as literals of the languages that examples are written in.

const PYTHON = { true: "True", false: "False", null: "None" };

/** JSON with two spaces, the rest of its lines moved right by `indent` spaces. */
export function json(value, indent = 0) {
  return JSON.stringify(value, null, 2).replaceAll("\n", `\n${" ".repeat(indent)}`);
}

/** A Python literal; strings keep their words, so "true" inside one stays as it is. */
export function python(value, indent = 0) {
  const pad = " ".repeat(indent + 4);
  const end = `\n${" ".repeat(indent)}`;
  if (value === null || typeof value === "boolean") return PYTHON[String(value)];
  if (Array.isArray(value)) {
    if (!value.length) return "[]";
    return `[\n${value.map((item) => `${pad}${python(item, indent + 4)},`).join("\n")}${end}]`;
  }
  if (typeof value === "object") {
    const items = Object.entries(value);
    if (!items.length) return "{}";
    return `{\n${items.map(([k, v]) => `${pad}${JSON.stringify(k)}: ${python(v, indent + 4)},`).join("\n")}${end}}`;
  }
  return JSON.stringify(value);
}

/** Text inside a shell's single quotes. */
export const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
