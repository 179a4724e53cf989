// The input being written: kept in this browser per model, set back to the example, or taken from a run.
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { exampleOf } from "./schema.js";

const SAVE_AFTER_MS = 300;
const LONG_DATA_URI = 100_000;
const place = (modelId) => `filmgate:draft:${modelId}`;

/** The body without data URIs that are too long to keep in the browser's storage. */
export function storable(value) {
  if (typeof value === "string") {
    return value.startsWith("data:") && value.length > LONG_DATA_URI ? undefined : value;
  }
  if (Array.isArray(value)) return value.map(storable).filter((item) => item !== undefined);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([name, item]) => [name, storable(item)]);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

function readDraft(modelId) {
  try {
    const kept = JSON.parse(window.localStorage.getItem(place(modelId)));
    return kept?.body && typeof kept.body === "object" ? kept : null;
  } catch {
    return null;
  }
}

function writeDraft(modelId, draft) {
  try {
    window.localStorage.setItem(place(modelId), JSON.stringify(draft));
  } catch {
    // a full or forbidden storage only means that the draft is gone with the tab
  }
}

/**
 * The body of the model's next request, `{body, setBody, reset, isExample, requestId, setRequestId}`.
 *
 * `requestId` is the request that the draft came from or became; a link to another one brings its inputs.
 */
export function useDraft(model) {
  const modelId = model.model_id;
  const example = useMemo(() => exampleOf(model), [modelId]);
  const kept = useMemo(() => readDraft(modelId), [modelId]);
  const [body, setBody] = useState(kept?.body ?? example);
  const [requestId, setRequestId] = useState(kept?.requestId ?? null);
  const latest = useRef(null);
  latest.current = { body: storable(body), requestId };
  const hasChanged = useRef(null);
  useEffect(() => {
    hasChanged.current = hasChanged.current !== null;
    if (!hasChanged.current) return undefined;
    const timer = setTimeout(() => writeDraft(modelId, latest.current), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [body, requestId]);
  useEffect(() => {
    const save = () => hasChanged.current && writeDraft(modelId, latest.current);
    window.addEventListener("pagehide", save);
    return () => {
      window.removeEventListener("pagehide", save);
      save();
    };
  }, [modelId]);
  const reset = useCallback(() => {
    setBody(exampleOf(model));
    setRequestId(null);
  }, [model]);
  return { body, setBody, reset, requestId, setRequestId };
}

/** The body that a request was made with: its input as it was sent, its options beside it. */
export function bodyOf(request) {
  const { filmgate: own, ...input } = request.input;
  const options = own ?? request.options ?? {};
  return Object.keys(options).length ? { ...input, filmgate: options } : input;
}
