// Addresses without a library: the history API, one hook and one link.
import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { changedQuery, readRoute } from "./address.js";

export { modelPath } from "./address.js";

const listeners = new Set();
const changed = () => listeners.forEach((fn) => fn());

/** Go to a path of the app; `replace` leaves no step to come back to. */
export function navigate(to, { replace = false } = {}) {
  const before = window.location.pathname;
  window.history[replace ? "replaceState" : "pushState"](null, "", to);
  if (window.location.pathname !== before) window.scrollTo(0, 0);
  changed();
}

/** Change parts of the query and keep the rest; empty values leave it. */
export function setQuery(changes, options) {
  navigate(changedQuery(window.location, changes), options);
}

/** Where the app is, `{path, query}`; renders again when that changes. */
export function useRoute() {
  const [route, setRoute] = useState(() => readRoute(window.location));
  useEffect(() => {
    const read = () => setRoute(readRoute(window.location));
    listeners.add(read);
    window.addEventListener("popstate", read);
    return () => {
      listeners.delete(read);
      window.removeEventListener("popstate", read);
    };
  }, []);
  return route;
}

/** A real link that stays inside the app, except when a new tab is asked for. */
export function Link({ to, onClick, ...rest }) {
  const follow = (event) => {
    onClick?.(event);
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (event.defaultPrevented || !isPlain || rest.target) return;
    event.preventDefault();
    navigate(to);
  };
  return h("a", { href: to, onClick: follow, ...rest });
}
