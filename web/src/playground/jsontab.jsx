// The input as JSON: what is typed here is what the form shows, and the other way round.
import { useEffect, useRef, useState } from "preact/hooks";
import { Copy, Icon } from "../ui/index.js";
import { pathOf, sentence } from "./schema.js";

const written = (body) => JSON.stringify(body, null, 2);

/** Where a syntax error is, in words: the browser says a position or a line. */
function explain(error, text) {
  const position = /position (\d+)/.exec(error.message);
  const line = /line (\d+) column (\d+)/.exec(error.message);
  if (line) return `Line ${line[1]}, column ${line[2]}: ${error.message.replace(/ in JSON.*$/, "")}.`;
  if (!position) return `This is not JSON yet: ${error.message}.`;
  const before = text.slice(0, Number(position[1])).split("\n");
  return `Line ${before.length}, column ${before.at(-1).length + 1}: ${error.message.replace(/ in JSON.*$/, "")}.`;
}

function read(text) {
  const body = JSON.parse(text);
  if (body === null || typeof body !== "object" || Array.isArray(body)) {
    throw new SyntaxError("the input must be an object, written in { }");
  }
  return body;
}

/** Messages of the server are listed below, with their paths. */
export function JsonTab({ body, onChange, onBroken, problems }) {
  const [text, setText] = useState(() => written(body));
  const [error, setError] = useState(null);
  const mine = useRef(body);
  useEffect(() => {
    if (mine.current === body) return;
    mine.current = body;
    setText(written(body));
    setError(null);
  }, [body]);
  useEffect(() => onBroken(error !== null), [error]);
  useEffect(() => () => onBroken(false), []);
  const type = (event) => {
    const next = event.currentTarget.value;
    setText(next);
    try {
      mine.current = read(next);
      setError(null);
      onChange(mine.current);
    } catch (wrong) {
      setError(explain(wrong, next));
    }
  };
  return (
    <div class="pg-json">
      <div class="code-head">
        <span>Body of the request</span>
        <span class="push"><Copy text={text} label="Copy the JSON" /></span>
      </div>
      <textarea
        class="pg-editor mono"
        aria-label="Input as JSON"
        aria-invalid={error ? "true" : undefined}
        aria-describedby="pg-json-messages"
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        rows={Math.min(40, Math.max(14, text.split("\n").length + 1))}
        value={text}
        onInput={type}
        onKeyDown={indent}
      />
      <div id="pg-json-messages" class="pg-messages pad" role="alert">
        {error && <p class="pg-message bad"><Icon name="alert" size={15} /><span>{error} The form keeps the last input that was JSON.</span></p>}
        {!error && problems.map(({ loc, msg }) => (
          <p class="pg-message bad" key={pathOf(loc) + msg}>
            <Icon name="alert" size={15} />
            <span><code>{pathOf(loc) || "body"}</code> {sentence(msg)}</span>
          </p>
        ))}
      </div>
    </div>
  );
}

/** Tab would leave the editor, which it must; Enter keeps the indentation. */
function indent(event) {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing) return;
  const area = event.currentTarget;
  const line = area.value.slice(0, area.selectionStart).split("\n").at(-1);
  const deep = /^\s*/.exec(line)[0] + (/[[{]\s*$/.test(line) ? "  " : "");
  event.preventDefault();
  area.setRangeText(`\n${deep}`, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
