// Which page is shown at which address, and sign-in before any of them.
import { useEffect, useState } from "preact/hooks";
import { useActive } from "./active.js";
import { Explore } from "./pages/explore.jsx";
import { Generations } from "./pages/generations.jsx";
import { Keys } from "./pages/keys.jsx";
import { Login } from "./pages/login.jsx";
import { Missing } from "./pages/missing.jsx";
import { Model } from "./pages/model.jsx";
import { Models } from "./pages/models.jsx";
import { Pricing } from "./pages/pricing.jsx";
import { Queue } from "./pages/queue.jsx";
import { Settings } from "./pages/settings.jsx";
import { Usage } from "./pages/usage.jsx";
import { useRoute } from "./router.js";
import { loadSession, useSession } from "./session.js";
import { Shell } from "./shell.jsx";
import { setPage, setRunning } from "./title.js";
import { Boundary } from "./ui/boundary.jsx";
import { ErrorState, Mark, Toasts } from "./ui/index.js";

const PAGES = {
  "/": ["Explore", Explore],
  "/explore": ["Explore", Explore],
  "/models": ["All models", Models],
  "/generations": ["Generations", Generations],
  "/keys": ["API keys", Keys],
  "/usage": ["Usage", Usage],
  "/pricing": ["Pricing", Pricing],
  "/queue": ["Queue & workers", Queue],
  "/settings": ["Settings", Settings],
};

export function App() {
  const me = useSession();
  const route = useRoute();
  const [error, setError] = useState(null);
  const load = () => {
    setError(null);
    loadSession().catch(setError);
  };
  useEffect(load, []);
  if (error)
    return (
      <main class="alone">
        <ErrorState error={error} onRetry={load} title="filmgate cannot be reached" />
      </main>
    );
  if (me === undefined) return <Starting />;
  if (me === null || route.path === "/login")
    return (
      <>
        <Login route={route} me={me} />
        <Toasts />
      </>
    );
  return (
    <Shell me={me}>
      <Page me={me} route={route} />
    </Shell>
  );
}

function Starting() {
  return (
    <main class="alone" aria-busy="true">
      <Mark size={36} />
      <span class="sr-only" role="status">
        Loading filmgate
      </span>
    </main>
  );
}

function Page({ me, route }) {
  const [title, Shown] = found(route.path);
  useTitle(title);
  return (
    <Boundary key={route.path}>
      <Shown me={me} route={route} />
    </Boundary>
  );
}

/** Title and page of an address; a model's page sets its own title. */
function found(path) {
  if (path.startsWith("/models/")) return [null, Model];
  return PAGES[path] ?? ["Not found", Missing];
}

function useTitle(title) {
  const running = useActive().size;
  useEffect(() => setRunning(running), [running]);
  useEffect(() => {
    if (title) setPage(title);
  }, [title]);
}
