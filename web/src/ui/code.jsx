// Code that is shown: coloured by a small tokenizer, copied in one click.
import { useMemo } from "preact/hooks";
import { Copy } from "./button.jsx";

const STRING = `"(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.)*'|\`(?:[^\`\\\\]|\\\\.)*\``;
const NUMBER = "\\b\\d+(?:\\.\\d+)?\\b";
const WORDS = {
  json: "true|false|null",
  python: "import|from|as|with|for|in|if|else|elif|def|return|async|await|True|False|None|while|not|and|or|class|raise|try|except|break",
  javascript: "import|from|const|let|new|await|async|function|return|if|else|while|for|of|true|false|null|throw|break|export",
  shell: "curl|export|pip|filmgate",
};
const COMMENT = { python: "#[^\\n]*", shell: "(?:^|(?<=\\s))#[^\\n]*", javascript: "//[^\\n]*" };

/** Cut code into `{text, kind}`; kind is undefined for plain text. */
export function tokens(code, lang) {
  const parts = [COMMENT[lang] && `(?<comment>${COMMENT[lang]})`, `(?<string>${STRING})`];
  if (WORDS[lang]) parts.push(`(?<word>\\b(?:${WORDS[lang]})\\b)`);
  if (lang === "shell") parts.push("(?<flag>(?<=\\s)--?[a-zA-Z][\\w-]*)");
  parts.push(`(?<number>${NUMBER})`);
  const pattern = new RegExp(parts.filter(Boolean).join("|"), "gm");
  const found = [];
  let at = 0;
  for (const match of code.matchAll(pattern)) {
    if (match.index > at) found.push({ text: code.slice(at, match.index) });
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    found.push({ text: match[0], kind });
    at = match.index + match[0].length;
  }
  if (at < code.length) found.push({ text: code.slice(at) });
  return found;
}

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
          {parts.map((part, i) => (part.kind ? <span key={i} class={`tok-${part.kind}`}>{part.text}</span> : part.text))}
        </code>
      </pre>
    </figure>
  );
}

/** An id or value in a line of text, copied by its button. */
export function Value({ text, shown, label = "Copy" }) {
  return (
    <span class="value">
      <code class="truncate" title={text}>{shown ?? text}</code>
      <Copy text={text} label={label} />
    </span>
  );
}
