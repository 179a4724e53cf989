// The table of contents beside the text; says which section is being read.
import { useEffect, useState } from "preact/hooks";

export function Toc({ entries }) {
  const current = useReading(entries);
  const go = (event, id) => {
    event.preventDefault();
    document.getElementById(id)?.scrollIntoView();
    window.history.replaceState(null, "", `${window.location.pathname}${window.location.search}#${id}`);
  };
  return (
    <nav class="toc" aria-label="On this page">
      <h2>On this page</h2>
      <ul>
        {entries.map(([id, label, depth]) => (
          <li key={id} class={depth ? "sub" : undefined}>
            <a
              href={`#${id}`}
              aria-current={id === current ? "location" : undefined}
              onClick={(event) => go(event, id)}
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The id of the last heading above the upper third of the window. */
function useReading(entries) {
  const [current, setCurrent] = useState(entries[0][0]);
  useEffect(() => {
    const { hash } = window.location;
    if (hash) document.getElementById(hash.slice(1))?.scrollIntoView();
    const look = () => {
      const line = window.innerHeight / 3;
      const above = entries.filter(
        ([id]) => (document.getElementById(id)?.getBoundingClientRect().top ?? Infinity) < line,
      );
      setCurrent((above.at(-1) ?? entries[0])[0]);
    };
    look();
    window.addEventListener("scroll", look, { passive: true });
    return () => window.removeEventListener("scroll", look);
  }, []);
  return current;
}
