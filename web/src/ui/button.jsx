// Buttons that do things; links that look like them; copying to the clipboard.
import { useEffect, useState } from "preact/hooks";
import { Link } from "../router.js";
import { Icon } from "./icon.jsx";
import { Spinner } from "./states.jsx";
import { toast } from "./toast.jsx";

const classes = (...names) => names.filter(Boolean).join(" ");

/** kind: "primary", "ghost", "danger", "danger primary" or nothing; `to` makes it a link. */
export function Button({ kind, small, icon, busy, children, to, class: more, ...rest }) {
  const inner = (
    <>
      {busy ? <Spinner size={14} /> : icon && <Icon name={icon} size={small ? 15 : 16} />}
      {children}
    </>
  );
  const look = classes("btn", kind, small && "small", more);
  if (to)
    return (
      <Link to={to} class={look} {...rest}>
        {inner}
      </Link>
    );
  if (rest.href)
    return (
      <a class={look} {...rest}>
        {inner}
      </a>
    );
  return (
    <button type="button" class={look} aria-busy={busy || undefined} disabled={busy} {...rest}>
      {inner}
    </button>
  );
}

/** A button that shows only an icon; its label is read out and shown on hover. */
export function IconButton({ label, icon, kind = "ghost", small, class: more, ...rest }) {
  const Tag = rest.href ? "a" : "button";
  return (
    <Tag
      type={rest.href ? undefined : "button"}
      class={classes("btn icon", kind, small && "small", more)}
      aria-label={label}
      title={label}
      {...rest}
    >
      <Icon name={icon} size={small ? 16 : 18} />
    </Tag>
  );
}

/** Put text on the clipboard; says why when it cannot. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (copyOldWay(text)) return true;
    toast("This browser does not let the page copy. Select the text and copy it by hand.", { kind: "bad" });
    return false;
  }
}

/** Browsers offer the clipboard only over https and on this machine; a selection works everywhere. */
function copyOldWay(text) {
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "sr-only";
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  before?.focus?.();
  return isDone;
}

/** Copies `text`; with children a button with words, without an icon. */
export function Copy({ text, label = "Copy", children, kind = "ghost", ...rest }) {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return undefined;
    const timer = setTimeout(() => setDone(false), 1600);
    return () => clearTimeout(timer);
  }, [isDone]);
  const copy = async () => setDone(await copyText(typeof text === "function" ? text() : text));
  const icon = isDone ? "check" : "copy";
  const said = (
    <span class="sr-only" role="status">
      {isDone ? "Copied" : ""}
    </span>
  );
  if (children) {
    return (
      <Button small kind={kind} icon={icon} onClick={copy} {...rest}>
        {isDone ? "Copied" : children}
        {said}
      </Button>
    );
  }
  return (
    <>
      <IconButton small kind={kind} icon={icon} label={label} onClick={copy} {...rest} />
      {said}
    </>
  );
}
