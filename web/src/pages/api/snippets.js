// The calls of the API in three languages, with the reader's own address and this model's fields.
import { javascriptLiteral, pythonLiteral, shellWord } from "../../playground/snippets.js";

export const LANGUAGES = [
  { id: "shell", label: "cURL" },
  { id: "python", label: "Python" },
  { id: "javascript", label: "JavaScript" },
];

const HEAD_JS = "headers: { Authorization: `Bearer ${process.env.FILMGATE_KEY}` }";
const AUTH = '--header "Authorization: Bearer $FILMGATE_KEY"';

function curl(method, url, body) {
  const lines = [`curl --request ${method} \\`, `  --url ${shellWord(url)} \\`];
  if (!body) return [...lines, `  ${AUTH}`].join("\n");
  lines.push(
    '  --header "Content-Type: application/json" \\',
    `  ${AUTH} \\`,
    `  --data ${shellWord(JSON.stringify(body, null, 2))}`,
  );
  return lines.join("\n");
}

const client = (base, rest) => `from filmgate import Client

with Client("${base}") as client:  # the key is read from FILMGATE_KEY
${rest
  .split("\n")
  .map((line) => (line ? `    ${line}` : line))
  .join("\n")}`;

/** Submit an input and print the id. */
export function submit(lang, base, id, input) {
  const url = `${base}/v1/models/${id}`;
  if (lang === "shell") return curl("POST", url, input);
  if (lang === "python") {
    const call = `request = client.submit(\n    "${id}",\n    ${pythonLiteral(input, 1)},\n)\nprint(request.request_id)`;
    return client(base, call);
  }
  return `const response = await fetch("${url}", {
  method: "POST",
  headers: {
    "Content-Type": "application/json",
    Authorization: \`Bearer \${process.env.FILMGATE_KEY}\`,
  },
  body: JSON.stringify(${javascriptLiteral(input, 1)}),
});
if (!response.ok) throw new Error(await response.text());
const { request_id } = await response.json();
console.log(request_id);`;
}

/** The whole way, from an input to a file. */
export function whole(lang, base, id, input) {
  if (lang === "python") {
    const call = `result = client.run(\n    "${id}",\n    ${pythonLiteral(input, 1)},\n)\nclient.download(result, "clip.mp4")`;
    return client(base, call);
  }
  if (lang === "shell") return submit(lang, base, id, input);
  return `${submit(lang, base, id, input)}

let result;
do {
  const answer = await fetch(\`${base}/v1/requests/\${request_id}/result?wait=30\`, {
    ${HEAD_JS},
  });
  result = await answer.json();
} while (!["succeeded", "failed", "cancelled"].includes(result.status));
console.log(result.output?.video ?? result.error);`;
}

/** GET or POST of something under one request. */
export function ofRequest(lang, base, what) {
  const path = `/v1/requests/{request_id}/${what}`;
  const method = what === "cancel" ? "POST" : "GET";
  if (lang === "shell") return curl(method, `${base}${path}`.replace("{request_id}", "REQUEST_ID"));
  if (lang === "python") return client(base, PYTHON_OF[what]);
  const isPost = method === "POST" ? '\n  method: "POST",' : "";
  return `const response = await fetch(\`${base}${path.replace("{", "${")}\`, {${isPost}
  ${HEAD_JS},
});
console.log(await response.json());`;
}

const PYTHON_OF = {
  status:
    'for state in client.iterate("REQUEST_ID"):\n    print(state.status, state.queue_position, state.stage, state.fraction)',
  result: 'result = client.wait("REQUEST_ID")\nprint(result.url)\nclient.download(result, "clip.mp4")',
  cancel: 'answer = client.cancel("REQUEST_ID")\nprint(answer.is_cancelled)',
};

/** Check an input without running it. */
export function dryRun(lang, base, id, input) {
  if (lang === "python") {
    return client(
      base,
      `told = client.dry_run(\n    "${id}",\n    ${pythonLiteral(input, 1)},\n)\nprint(told.engine, told.output)`,
    );
  }
  return submit(lang, base, id, input)
    .replace(`/v1/models/${id}`, `/v1/models/${id}?dry_run=true`)
    .replace(
      "const { request_id } = await response.json();\nconsole.log(request_id);",
      "console.log(await response.json());",
    );
}

/** Send a file and get the URI for a media field. */
export function upload(lang, base) {
  if (lang === "shell") {
    return `curl --url '${base}/v1/files?name=photo.jpg' \\\n  ${AUTH} \\\n  --data-binary @photo.jpg`;
  }
  if (lang === "python")
    return client(base, 'file = client.upload("photo.jpg")\nprint(file.uri)  # goes into any media field');
  return `import { readFile } from "node:fs/promises";

const response = await fetch("${base}/v1/files?name=photo.jpg", {
  method: "POST",
  ${HEAD_JS},
  body: await readFile("photo.jpg"),
});
const { uri } = await response.json(); // goes into any media field`;
}

/** Follow what happens, as it happens. */
export function events(lang, base) {
  if (lang === "shell") {
    return `curl --no-buffer \\\n  --url '${base}/v1/requests/REQUEST_ID/events' \\\n  --header "Accept: text/event-stream" \\\n  ${AUTH}`;
  }
  if (lang === "python")
    return client(
      base,
      "for event in client.follow():  # all your requests\n    print(event.request_id, event.type, event.data)",
    );
  return `const response = await fetch(\`${base}/v1/requests/\${request_id}/events\`, {
  headers: {
    Accept: "text/event-stream",
    Authorization: \`Bearer \${process.env.FILMGATE_KEY}\`,
  },
});
for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
  process.stdout.write(chunk);
}`;
}

/** Check that a webhook is this server's. */
export function verify(lang) {
  if (lang === "javascript") {
    return `import { Webhook } from "standardwebhooks";

// body is the raw text of the call; it throws unless the signature is right
const message = new Webhook(process.env.WEBHOOK_SECRET).verify(body, headers);`;
  }
  if (lang === "python") {
    return `from standardwebhooks import Webhook

# body is the raw text of the call; it raises unless the signature is right
message = Webhook(secret).verify(body, headers)`;
  }
  return `# the secret that signs your webhooks\ncurl --url "$FILMGATE_URL/v1/webhooks/secret" \\\n  ${AUTH}`;
}
