// One input as a program in each language: every value is written by a serializer of that language.

const TAB = { python: "    ", javascript: "  ", json: "  " };
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** JSON strings are string literals of Python and JavaScript too; only line separators differ. */
function quoted(text) {
  return JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

const PYTHON = {
  tab: TAB.python,
  words: { null: "None", true: "True", false: "False" },
  key: quoted,
};

const JAVASCRIPT = {
  tab: TAB.javascript,
  words: { null: "null", true: "true", false: "false" },
  key: (name) => {
    if (name === "__proto__") return `["__proto__"]`;
    return IDENTIFIER.test(name) ? name : quoted(name);
  },
};

/** A JSON value as a literal; `indent` is how deep the line that it starts on is. */
function literal(value, language, indent = 0) {
  if (value === null || typeof value === "boolean") return language.words[String(value)];
  if (typeof value === "number") return numeral(value);
  if (typeof value === "string") return quoted(value);
  const isList = Array.isArray(value);
  const [open, close] = isList ? "[]" : "{}";
  const parts = isList
    ? value.map((item) => literal(item, language, indent + 1))
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([name, item]) => `${language.key(name)}: ${literal(item, language, indent + 1)}`);
  if (!parts.length) return open + close;
  const inner = language.tab.repeat(indent + 1);
  const lines = parts.map((part) => `${inner}${part},\n`).join("");
  return `${open}\n${lines}${language.tab.repeat(indent)}${close}`;
}

function numeral(value) {
  if (!Number.isFinite(value)) throw new TypeError(`${value} is no JSON number`);
  return JSON.stringify(value);
}

export const pythonLiteral = (value, indent = 0) => literal(value, PYTHON, indent);
export const javascriptLiteral = (value, indent = 0) => literal(value, JAVASCRIPT, indent);

/** Text as one word of a POSIX shell. */
export function shellWord(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function curl({ server, modelId, body }) {
  return `curl -sS ${shellWord(`${server}/v1/models/${modelId}`)} \\
  -H "Authorization: Bearer $FILMGATE_KEY" \\
  -H 'Content-Type: application/json' \\
  --data-binary ${shellWord(JSON.stringify(body, null, 2))}

# The answer names a request_id. To watch it until it ends:
#   curl -sSN -H "Authorization: Bearer $FILMGATE_KEY" -H 'Accept: text/event-stream' \\
#     ${server}/v1/requests/REQUEST_ID/events
`;
}

function pythonSdk({ server, modelId, body }) {
  return `from filmgate import Client

# the key comes from the environment: FILMGATE_KEY
with Client(${quoted(server)}) as client:
    submitted = client.submit(
        ${quoted(modelId)},
        ${pythonLiteral(body, 2)},
    )
    print(submitted.request_id)
    result = client.wait(submitted.request_id)
    print("saved", client.download(result, "clip.mp4"))
`;
}

function pythonHttpx({ server, modelId, body }) {
  return `import os

import httpx

headers = {"Authorization": f"Bearer {os.environ['FILMGATE_KEY']}"}
with httpx.Client(base_url=${quoted(server)}, headers=headers, timeout=60) as client:
    response = client.post(
        ${quoted(`/v1/models/${modelId}`)},
        json=${pythonLiteral(body, 2)},
    )
    response.raise_for_status()
    submitted = response.json()
    print(submitted["request_id"])
    while True:
        answer = client.get(submitted["result_url"], params={"wait": 20})
        answer.raise_for_status()
        result = answer.json()
        if result["status"] not in ("in_queue", "in_progress"):
            break
    print(result)
`;
}

function javascript({ server, modelId, body }) {
  return `// Node 20 or newer: node clip.mjs
const headers = {
  Authorization: \`Bearer \${process.env.FILMGATE_KEY}\`,
  "Content-Type": "application/json",
};

async function call(url, options) {
  const response = await fetch(url, { headers, ...options });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

const submitted = await call(${quoted(`${server}/v1/models/${modelId}`)}, {
  method: "POST",
  body: JSON.stringify(${javascriptLiteral(body, 1)}),
});
console.log(submitted.request_id);

let result;
do {
  result = await call(\`\${submitted.result_url}?wait=20\`);
} while (["in_queue", "in_progress"].includes(result.status));
console.log(result);
`;
}

/** The tabs of code, in their order. */
export const LANGUAGES = [
  { id: "curl", label: "cURL", lang: "shell", make: curl },
  { id: "sdk", label: "Python SDK", lang: "python", make: pythonSdk },
  { id: "httpx", label: "Python httpx", lang: "python", make: pythonHttpx },
  { id: "javascript", label: "JavaScript", lang: "javascript", make: javascript },
];

/**
 * A whole program that submits `body` to a model.
 *
 * `server` is the origin of the API such as "http://127.0.0.1:8000".
 */
export function snippet(id, { server, modelId, body }) {
  return LANGUAGES.find((language) => language.id === id).make({ server, modelId, body });
}
