// Parts of the app that are fetched when they are first shown.
import { useEffect, useState } from "preact/hooks";
import { ErrorState, Skeleton } from "./states.jsx";

/**
 * A component whose code comes with `load()`; `name` is its name in that module.
 *
 * With `isSoon` the code is fetched at once, beside what the page fetches first.
 */
export function lazy(load, name, isSoon = false) {
  let Loaded = null;
  const keep = (module) => {
    Loaded = module[name];
  };
  let coming = isSoon ? load().then(keep) : null;
  coming?.catch(() => {});
  return function Lazy(props) {
    const [error, setError] = useState(null);
    const [, done] = useState(0);
    const fetchIt = () => {
      setError(null);
      coming ??= load().then(keep);
      coming.then(
        () => done(1),
        () => setError({ message: "The server does not answer, or it was updated. Reload the page to go on." }),
      );
    };
    useEffect(() => {
      if (!Loaded) fetchIt();
    }, []);
    if (Loaded) return <Loaded {...props} />;
    if (error) return <ErrorState error={error} onRetry={() => window.location.reload()} />;
    return <Skeleton lines={[35, 100, 100, 70]} height={28} />;
  };
}
