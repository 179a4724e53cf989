// The frame around every page: navigation, who is signed in, the theme, what is running.
import { useEffect, useRef, useState } from "preact/hooks";
import { useActive } from "./active.js";
import { Link, useRoute } from "./router.js";
import { may, signOut } from "./session.js";
import { useTheme } from "./theme.js";
import { Dialog, Icon, IconButton, Mark, Toasts, toastError } from "./ui/index.js";

const NAV = [
  [
    "Models",
    [
      ["/explore", "Explore", "compass"],
      ["/models", "All models", "grid"],
    ],
  ],
  ["Library", [["/generations", "Generations", "film"]]],
  [
    "Model API",
    [
      ["/keys", "API keys", "key"],
      ["/usage", "Usage", "chart"],
      ["/pricing", "Pricing", "tag"],
    ],
  ],
  [
    "Operate",
    [
      ["/queue", "Queue & workers", "stack", "admin"],
      ["/settings", "Settings", "gear", "admin"],
    ],
  ],
];

const THEMES = { system: ["monitor", "light"], light: ["sun", "dark"], dark: ["moon", "system"] };

export function Shell({ me, children }) {
  const { path } = useRoute();
  const [isOpen, setOpen] = useState(false);
  const main = useRef(null);
  useEffect(() => setOpen(false), [path]);
  useFocusOnNewPage(path, main);
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={(event) => skip(event, main)}>
        Skip to the page
      </a>
      <aside class="side" aria-label="Sidebar">
        <Side me={me} path={path} />
      </aside>
      <header class="topbar">
        <IconButton label="Open the menu" icon="menu" aria-expanded={isOpen} onClick={() => setOpen(true)} />
        <Link to="/explore" class="brand">
          <Mark />
          filmgate
        </Link>
        <span class="push">
          <Running />
        </span>
      </header>
      {isOpen && (
        <Dialog side isTitleHidden title="Menu" onClose={() => setOpen(false)}>
          <div class="side">
            <Side me={me} path={path} />
          </div>
        </Dialog>
      )}
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      <Toasts />
    </div>
  );
}

function skip(event, main) {
  event.preventDefault();
  main.current.focus();
}

/** A new page takes the focus, so that keyboard and screen reader start at its top. */
function useFocusOnNewPage(path, main) {
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [path]);
}

function Side({ me, path }) {
  return (
    <>
      <Link to="/explore" class="brand">
        <Mark />
        filmgate
      </Link>
      <nav class="nav" aria-label="Main">
        {NAV.map(([title, links]) => {
          const seen = links.filter(([, , , scope]) => !scope || may(me, scope));
          if (!seen.length) return null;
          return (
            <section key={title}>
              <h2>{title}</h2>
              {seen.map(([to, label, icon]) => (
                <Link key={to} to={to} aria-current={isAt(path, to) ? "page" : undefined}>
                  <Icon name={icon} />
                  {label}
                  {to === "/generations" && <Running />}
                </Link>
              ))}
            </section>
          );
        })}
      </nav>
      <Foot me={me} />
    </>
  );
}

function isAt(path, to) {
  if (to === "/explore") return path === "/" || path === "/explore";
  return path === to || path.startsWith(`${to}/`);
}

/** How many requests run; nothing when none does. */
function Running() {
  const active = useActive();
  if (!active.size) return null;
  const shown = active.size > 99 ? "99+" : active.size;
  return (
    <span class="count-pill count" title={`${active.size} in the queue or running`}>
      {shown}
      <span class="sr-only"> in the queue or running</span>
    </span>
  );
}

function Foot({ me }) {
  const [theme, choose] = useTheme();
  const [icon, next] = THEMES[theme] ?? THEMES.system;
  const label = me.key?.label || (me.no_auth ? "No sign-in needed" : "Signed in");
  const owner = me.owner?.name ?? me.owner ?? "";
  return (
    <div class="side-foot">
      <div class="who">
        <span class="avatar" aria-hidden="true">
          {String(owner).charAt(0).toUpperCase() || "F"}
        </span>
        <div class="grow">
          <div class="truncate strong small">{String(owner)}</div>
          <div class="truncate muted small" title={label}>
            {label}
          </div>
        </div>
      </div>
      <div class="row between">
        <IconButton label={`Theme: ${theme}. Change to ${next}`} icon={icon} small onClick={() => choose(next)} />
        <a class="btn ghost small" href="/openapi.json" target="_blank" rel="noreferrer">
          OpenAPI
        </a>
        <span class="muted small num">{me.version}</span>
        {!me.no_auth && <IconButton label="Sign out" icon="exit" small onClick={() => signOut().catch(toastError)} />}
      </div>
    </div>
  );
}
