// What the server says of the input while it is written: problems, warnings, fates, size, price, time.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api.js";

const WAIT_MS = 200;
const NOTHING = [];

/**
 * Ask the server 200 ms after the last change; an answer that is out of date is dropped.
 *
 * A null model asks nothing. Gives `{problems, warnings, prediction, failure, isFresh}`: `isFresh` when it is about this very body;
 * `failure` when the server could not say.
 */
export function useDryRun(modelId, body) {
  const [answer, setAnswer] = useState({ body: null, problems: NOTHING, warnings: NOTHING, prediction: null, failure: null });
  const isFirst = useRef(true);
  useEffect(() => {
    if (!modelId) return undefined;
    const control = new AbortController();
    const timer = setTimeout(() => ask(modelId, body, control.signal, setAnswer), isFirst.current ? 0 : WAIT_MS);
    isFirst.current = false;
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [modelId, body]);
  return { ...answer, isFresh: answer.body === body };
}

async function ask(modelId, body, signal, tell) {
  try {
    const answer = await api.post(`/v1/models/${modelId}?dry_run=report`, body, { signal });
    const { valid, detail, warnings } = answer;
    tell({ body, problems: detail ?? NOTHING, warnings, prediction: valid ? answer : null, failure: null });
  } catch (error) {
    if (signal.aborted) return;
    const isAboutInput = error.problems?.length > 0;
    tell((before) => ({
      body,
      problems: isAboutInput ? error.problems : NOTHING,
      warnings: error.warnings ?? NOTHING,
      prediction: isAboutInput ? null : before.prediction,
      failure: isAboutInput ? null : error,
    }));
  }
}
