// Keys that work anywhere on a page, unless someone is typing.
import { useEffect, useRef } from "preact/hooks";

const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]");

/** A ref to the control that the key puts the focus on. */
export function useHotkey(key) {
  const ref = useRef(null);
  useKeys({ [key]: () => ref.current?.focus() });
  return ref;
}

/** Run a function for a key; the newest functions hold. Returning false leaves the key alone. */
export function useKeys(actions) {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const press = (event) => {
      const run = latest.current[event.key];
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!run || !isPlain || isTyping(event.target) || document.querySelector("dialog[open]")) return;
      if (run(event) !== false) event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}
