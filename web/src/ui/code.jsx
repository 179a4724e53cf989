// Code that is shown: coloured, and copied in one click.
import { useMemo } from "preact/hooks";
import { Copy } from "./button.jsx";
import { tokens } from "./tokens.js";

/** A block of code with a copy button; `title` names it above. */
export function CodeBlock({ code, lang = "shell", title, label = "Copy code", maxHeight, actions }) {
  const parts = useMemo(() => tokens(code, lang), [code, lang]);
  return (
    <figure class="code">
      <figcaption class="code-head">
        <span class="truncate">{title ?? lang}</span>
        <span class="row push">
          {actions}
          <Copy text={code} label={label} />
        </span>
      </figcaption>
      <pre tabIndex={0} role="group" aria-label={title ?? `${lang} code`} style={{ maxHeight }}>
        <code>
          {parts.map((part, i) =>
            part.kind ? (
              <span key={i} class={`tok-${part.kind}`}>
                {part.text}
              </span>
            ) : (
              part.text
            ),
          )}
        </code>
      </pre>
    </figure>
  );
}

/** An id or value in a line of text, copied by its button. */
export function Value({ text, shown, label = "Copy" }) {
  return (
    <span class="value">
      <code class="truncate" title={text}>
        {shown ?? text}
      </code>
      <Copy text={text} label={label} />
    </span>
  );
}
