// Dialogs on the browser's own <dialog>: focus stays inside, Escape closes, focus returns.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Button, IconButton } from "./button.jsx";

/** Modal; `footer` holds its buttons, `side` makes it a drawer at the left. */
export function Dialog({ title, onClose, children, footer, wide, side, isTitleHidden }) {
  const ref = useRef(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog.showModal();
    // not the attribute autofocus: Chromium complains of it where something else has the focus
    dialog.querySelector("[data-autofocus]")?.focus();
    return () => {
      dialog.close();
      before?.focus?.();
    };
  }, []);
  const look = ["dialog", wide && "wide", side && "drawer"].filter(Boolean).join(" ");
  const outside = (event) => event.target === ref.current && onClose();
  const cancel = (event) => {
    event.preventDefault();
    onClose();
  };
  return (
    <dialog ref={ref} class={look} aria-labelledby={id} onCancel={cancel} onMouseDown={outside}>
      <div class="dialog-box">
        <header class={isTitleHidden ? "sr-only" : "dialog-head"}>
          <h2 id={id}>{title}</h2>
          {!isTitleHidden && <IconButton label="Close" icon="close" onClick={onClose} />}
        </header>
        <div class="dialog-body">{children}</div>
        {footer && <footer class="dialog-foot">{footer}</footer>}
      </div>
    </dialog>
  );
}

/** Asks before something that cannot be undone; `run` may be async. */
export function Confirm({ title, children, label, run, onClose }) {
  const [isBusy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    try {
      await run();
    } finally {
      setBusy(false);
    }
    onClose();
  };
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button kind="danger primary" busy={isBusy} onClick={go}>
        {label}
      </Button>
    </>
  );
  return (
    <Dialog title={title} onClose={onClose} footer={footer}>
      {children}
    </Dialog>
  );
}
