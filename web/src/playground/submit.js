// Sending the input: once for each press, however often the connection breaks.
import { useCallback, useRef, useState } from "preact/hooks";
import { api } from "../api.js";
import { setQuery } from "../router.js";
import { toastError } from "../ui/index.js";

/** `{submit, isSending}`; a request that was accepted is shown, and the draft becomes its own. */
export function useSubmit(model, draft, onAccepted) {
  const [isSending, setSending] = useState(false);
  const isBusy = useRef(false);
  const last = useRef({ text: null, key: null });
  const submit = useCallback(
    async (body) => {
      if (isBusy.current) return;
      isBusy.current = true;
      setSending(true);
      const text = JSON.stringify(body);
      // the same press after a lost answer gets the same request, not a second one
      if (last.current.text !== text) last.current = { text, key: newKey() };
      try {
        const accepted = await api.post(`/v1/models/${model.model_id}`, body, {
          headers: { "Idempotency-Key": last.current.key },
        });
        last.current = { text: null, key: null };
        draft.setRequestId(accepted.request_id);
        setQuery({ request: accepted.request_id });
        onAccepted();
        showResult();
      } catch (error) {
        if (error.status !== 0) last.current = { text: null, key: null };
        toastError(error);
      }
      isBusy.current = false;
      setSending(false);
    },
    [model.model_id, draft.setRequestId, onAccepted],
  );
  return { submit, isSending };
}

/** Where the result is below the form, as on a phone, bring it into sight. */
function showResult() {
  const [input, output] = ["input", "output"].map((name) => document.querySelector(`.pg-${name}`));
  if (!input || !output || output.getBoundingClientRect().top < input.getBoundingClientRect().bottom) return;
  const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  output.scrollIntoView({ behavior: isCalm ? "auto" : "smooth", block: "start" });
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `web-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
