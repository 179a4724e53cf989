// What a place shows while it waits, when there is nothing, and when something went wrong.
import { Icon } from "./icon.jsx";

export function Spinner({ size = 16, label }) {
  return (
    <span class="spinner" style={{ width: `${size}px`, height: `${size}px` }} role={label ? "status" : undefined}>
      {label && <span class="sr-only">{label}</span>}
    </span>
  );
}

/** Grey bars in the shape of what is coming; widths in percent. */
export function Skeleton({ lines = [100], height = 14, class: more = "" }) {
  return (
    <div class={`skeleton ${more}`} aria-hidden="true">
      {lines.map((width, i) => (
        <i key={i} style={{ width: `${width}%`, height: `${height}px` }} />
      ))}
    </div>
  );
}

/** Nothing here yet, and what to do about it. */
export function Empty({ icon = "film", title, children, action }) {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={icon} size={22} />
      </span>
      <h2 class="h3">{title}</h2>
      {children && <div class="empty-text">{children}</div>}
      {action && <div class="row wrap">{action}</div>}
    </div>
  );
}

/** What failed, in the server's words, and a way to try again. */
export function ErrorState({ error, onRetry, title = "This could not be loaded" }) {
  return (
    <div class="empty error" role="alert">
      <span class="empty-icon">
        <Icon name="alert" size={22} />
      </span>
      <h2 class="h3">{title}</h2>
      <p class="empty-text">{error?.message ?? "Something went wrong."}</p>
      {onRetry && (
        <button type="button" class="btn" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** A note inside a page; kind: "info", "warn", "bad" or "good". */
export function Note({ kind = "info", title, children, action }) {
  return (
    <div class={`note ${kind}`} role={kind === "bad" ? "alert" : undefined}>
      <Icon name={kind === "info" ? "info" : kind === "good" ? "check" : "alert"} size={17} />
      <div class="grow">
        {title && <strong>{title} </strong>}
        {children}
      </div>
      {action}
    </div>
  );
}

/** Loading, error or content of something that `useGet` fetches. */
export function Loaded({ of, skeleton, children }) {
  if (of.data !== undefined) return children(of.data);
  if (of.error) return <ErrorState error={of.error} onRetry={of.reload} />;
  return (
    <>
      <span class="sr-only" role="status">
        Loading
      </span>
      {skeleton ?? <Skeleton lines={[60, 90, 75]} />}
    </>
  );
}
