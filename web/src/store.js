// What was fetched, kept while the tab lives: pages show it at once and fetch it again behind.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { api } from "./api.js";
import { onSync } from "./stream.js";

const kept = new Map();

/** Forget everything; for signing out. */
export function forgetAll() {
  kept.clear();
}

/**
 * Fetch a path and fetch it again when events may have been missed.
 *
 * Gives `{data, error, isLoading, reload, setData}`. A null path fetches nothing.
 */
export function useGet(path, { everyMs = 0 } = {}) {
  const [state, setState] = useState(() => ({ path, data: kept.get(path), error: null }));
  const latest = useRef(path);
  latest.current = path;
  const reload = useCallback(async () => {
    if (!path) return;
    try {
      const data = await api.get(path);
      kept.set(path, data);
      if (latest.current === path) setState({ path, data, error: null });
    } catch (error) {
      if (latest.current === path) setState({ path, data: kept.get(path), error });
    }
  }, [path]);
  useEffect(() => {
    reload();
    const stop = onSync(reload);
    const timer = everyMs && setInterval(() => document.hidden || reload(), everyMs);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [reload, everyMs]);
  const setData = useCallback(
    (change) => {
      const data = change(kept.get(path));
      kept.set(path, data);
      setState({ path, data, error: null });
    },
    [path],
  );
  const shown = state.path === path ? state : { data: kept.get(path), error: null };
  return {
    data: shown.data,
    error: shown.error,
    isLoading: shown.data === undefined && !shown.error,
    reload,
    setData,
  };
}

/** A setting of this browser such as the theme; never a secret. */
export function usePreference(name, fallback) {
  const [value, setValue] = useState(() => readPreference(name) ?? fallback);
  const change = useCallback(
    (next) => {
      setValue(next);
      try {
        window.localStorage.setItem(`filmgate:${name}`, JSON.stringify(next));
      } catch {
        // a full or forbidden storage only means that the choice is not remembered
      }
    },
    [name],
  );
  return [value, change];
}

function readPreference(name) {
  try {
    return JSON.parse(window.localStorage.getItem(`filmgate:${name}`));
  } catch {
    return null;
  }
}
