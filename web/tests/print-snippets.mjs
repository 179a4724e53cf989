// Prints the programs for a server, a model and an input as JSON: {curl, sdk, httpx, javascript}.
// Usage: node print-snippets.mjs < '{"server": …, "modelId": …, "body": …}'
import { readFileSync } from "node:fs";
import { LANGUAGES, snippet } from "../src/playground/snippets.js";

const wish = JSON.parse(readFileSync(0, "utf8"));
const programs = LANGUAGES.map(({ id }) => [id, snippet(id, wish)]);
process.stdout.write(JSON.stringify(Object.fromEntries(programs)));
