// Files on their way to the server: how far each is, and how to stop it.
import { useCallback, useRef, useState } from "preact/hooks";
import { api } from "../api.js";
import { remember } from "./sources.js";

let next = 1;

/**
 * Send files one after the other, `{sending, send, stop, failures, forget}`.
 *
 * `send(files)` gives the URIs of those that arrived, in their order.
 */
export function useUploads() {
  const [sending, setSending] = useState([]);
  const [failures, setFailures] = useState([]);
  const running = useRef(new Map());
  const one = useCallback(async (file) => {
    const id = next++;
    const preview = URL.createObjectURL(file);
    const item = { id, name: file.name || "Pasted file", type: file.type, preview, percent: 0 };
    setSending((list) => [...list, item]);
    const sent = api.upload(file, (percent) => setSending((list) => list.map((it) => (it.id === id ? { ...it, percent } : it))));
    running.current.set(id, sent);
    try {
      const stored = await sent;
      remember(stored);
      return stored.uri;
    } catch (error) {
      if (error.name !== "AbortError") setFailures((list) => [...list, `${item.name}: ${error.message}`]);
      return null;
    } finally {
      URL.revokeObjectURL(preview);
      running.current.delete(id);
      setSending((list) => list.filter((it) => it.id !== id));
    }
  }, []);
  const send = useCallback(
    async (files) => {
      setFailures([]);
      const uris = [];
      for (const file of files) uris.push(await one(file));
      return uris.filter(Boolean);
    },
    [one],
  );
  const stop = useCallback((id) => running.current.get(id)?.abort(), []);
  const forget = useCallback(() => setFailures([]), []);
  return { sending, send, stop, failures, forget };
}
