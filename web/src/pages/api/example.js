// A working input of a model, and the answers that its calls give.

/** The required fields with values that work: defaults, else the first that is allowed. */
export function exampleInput(model) {
  if (model.example) return shortened(model.example);
  const { properties = {}, required = [] } = model.input_schema;
  const short = ["duration", "sound", "generate_audio", "aspect_ratio"];
  const names = Object.keys(properties).filter(
    (name) => required.includes(name) || (short.includes(name) && "default" in properties[name]),
  );
  return Object.fromEntries(names.map((name) => [name, valueOf(properties[name])]));
}

const shortened = (input) => Object.fromEntries(Object.entries(input).map(([name, value]) => [name, opening(value)]));

/** The first sentence is enough to show how a prompt is sent. */
const opening = (value) =>
  typeof value === "string" ? (value.match(/^.{20,110}?[.!?](?=\s|$)/)?.[0] ?? value.slice(0, 160)) : value;

function valueOf(field) {
  if ("default" in field) return opening(field.default);
  if (field.enum) return field.enum[0];
  if (field.type === "array") return [];
  return { string: "…", boolean: true, integer: field.minimum ?? 1, number: field.minimum ?? 0 }[field.type] ?? {};
}

const ID = "req_01hq3v8k2m…";

export function answers(base, modelId) {
  const stem = `${base}/v1/requests/${ID}`;
  const urls = { status_url: `${stem}/status`, result_url: `${stem}/result` };
  const common = { request_id: ID, model_id: modelId };
  const at = { created_at: "2026-11-21T10:00:00.000Z", finished_at: "2026-11-21T10:00:09.412Z" };
  return {
    submit: { request_id: ID, ...urls, cancel_url: `${stem}/cancel` },
    queued: { request_id: ID, status: "in_queue", queue_position: 2, ...urls },
    succeeded: { ...common, status: "succeeded", output: { video: `${base}/files/…/clip.mp4` }, ...at },
    failed: { ...common, status: "failed", error: { code: "engine_error", message: "what went wrong" }, ...at },
    cancel: { request_id: ID, status: "cancelled", outcome: "cancelled" },
    error: {
      error_code: 422001,
      error_message: "Validation Error",
      message: "Validation Error",
      detail: [{ loc: ["body", "duration"], msg: "must be between 3 and 15, got 20", type: "range" }],
    },
    webhook: {
      type: "request.succeeded",
      timestamp: at.finished_at,
      data: { ...common, status: "succeeded", output: { video: `${base}/files/…/clip.mp4` }, error: null },
    },
  };
}

/** Media fields, nested ones too: `{path, kind, formats, multiple}`. */
export function mediaFields(schema, prefix = "") {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const hint = field["x-filmgate"] ?? {};
    const path = `${prefix}${name}`;
    if (hint.widget === "media")
      return [{ path, kind: hint.kind, formats: hint.formats ?? [], multiple: hint.multiple }];
    return field.items?.properties ? mediaFields(field.items, `${path}[].`) : [];
  });
}
