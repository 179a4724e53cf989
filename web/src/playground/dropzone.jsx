// A place that takes files by drop, paste, choice or address, and sample pictures.
import { useRef, useState } from "preact/hooks";
import { Button, Icon } from "../ui/index.js";
import { acceptOf, formatNames, useSamples } from "./sources.js";

const DEPTH = { dragenter: 1, dragleave: -1 };

/** Handlers for an element that takes dropped and pasted files, and whether one hangs over it. */
export function useTaking(take) {
  const [depth, setDepth] = useState(0);
  const cross = (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    setDepth((now) => Math.max(0, now + (DEPTH[event.type] ?? 0)));
  };
  const drop = (event) => {
    setDepth(0);
    const files = [...event.dataTransfer.files];
    if (!files.length) return;
    event.preventDefault();
    take(files);
  };
  const paste = (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    take(files);
  };
  return {
    isOver: depth > 0,
    handlers: { onDragEnter: cross, onDragOver: cross, onDragLeave: cross, onDrop: drop, onPaste: paste },
  };
}

/** The empty state: what may be dropped, a file button, samples, an address. */
export function TakeMedia({ hint, label, multiple, onFiles, onAddress, compact, describedBy }) {
  const [isAsking, setAsking] = useState(false);
  const thing = hint.kind === "video" ? "a video" : multiple ? "pictures" : "a picture";
  return (
    <div class={`pg-take ${compact ? "compact" : ""}`}>
      <Icon name={hint.kind === "video" ? "film" : "image"} size={22} />
      <div class="pg-take-text">
        <span class="strong">Drop or paste {thing}</span>
        {!compact && <span class="muted small">{formatNames(hint.formats)}</span>}
      </div>
      <div class="row wrap pg-take-row">
        <ChooseFile hint={hint} label={label} multiple={multiple} onFiles={onFiles} describedBy={describedBy} />
        <Samples kind={hint.kind} label={label} onPick={onAddress} />
        <Button small kind="ghost" icon="link" aria-expanded={isAsking} aria-label={`Give the address of ${thing} for ${label}`} onClick={() => setAsking(!isAsking)}>
          URL
        </Button>
      </div>
      {isAsking && <Address label={label} onAddress={onAddress} />}
    </div>
  );
}

/** A button that opens the file chooser; the input itself stays reachable for tests and scripts. */
export function ChooseFile({ hint, label, multiple, onFiles, children = "Choose file", describedBy, ...look }) {
  const ref = useRef(null);
  const choose = (event) => {
    const files = [...event.currentTarget.files];
    event.currentTarget.value = "";
    if (files.length) onFiles(files);
  };
  return (
    <>
      <input ref={ref} type="file" class="sr-only" tabIndex={-1} aria-hidden="true" accept={acceptOf(hint)} multiple={multiple} onChange={choose} />
      <Button small icon="upload" aria-label={`Choose a file for ${label}`} aria-describedby={describedBy} onClick={() => ref.current.click()} {...look}>
        {children}
      </Button>
    </>
  );
}

function Address({ label, onAddress }) {
  const [text, setText] = useState("");
  const use = () => text.trim() && onAddress(text.trim());
  const key = (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    use();
  };
  return (
    <div class="row pg-address">
      <input
        class="input"
        type="url"
        placeholder="https://…"
        aria-label={`Address for ${label}`}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={key}
        ref={(node) => node && !node.dataset.seen && ((node.dataset.seen = "yes"), node.focus())}
      />
      <Button small onClick={use} disabled={!text.trim()}>Use</Button>
    </div>
  );
}

function Samples({ kind, label, onPick }) {
  const ref = useRef(null);
  const samples = useSamples().filter((sample) => sample.kind === kind);
  if (!samples.length) return null;
  const show = () => ref.current.open && ref.current.lastElementChild.scrollIntoView({ block: "nearest" });
  const pick = (uri) => {
    ref.current.open = false;
    onPick(uri);
  };
  return (
    <details class="pg-samples" ref={ref} onToggle={show} onKeyDown={(event) => event.key === "Escape" && (ref.current.open = false)}>
      <summary class="btn small ghost" aria-label={`Samples for ${label}`}><Icon name="image" size={15} />Samples</summary>
      <ul>
        {samples.map((sample) => (
          <li key={sample.uri}>
            <button type="button" onClick={() => pick(sample.uri)} title={sample.name}>
              <img src={sample.url} alt={sample.about ?? sample.name} loading="lazy" />
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
