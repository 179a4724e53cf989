// Light or dark: as the system says, or as chosen here.
import { useEffect } from "preact/hooks";
import { usePreference } from "./store.js";

const system = window.matchMedia("(prefers-color-scheme: dark)");

function stored() {
  try {
    return JSON.parse(window.localStorage.getItem("filmgate:theme")) ?? "system";
  } catch {
    return "system";
  }
}

/** Set the theme on the document; called before the first paint and on every change. */
export function applyTheme(choice = stored()) {
  const isDark = choice === "dark" || (choice === "system" && system.matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
}

/** The chosen theme, "system", "light" or "dark", and how to choose. */
export function useTheme() {
  const [choice, choose] = usePreference("theme", "system");
  useEffect(() => {
    applyTheme(choice);
    const follow = () => applyTheme(choice);
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, [choice]);
  return [choice, choose];
}
