// Parts of the app that are fetched when they are first shown.
import { useEffect, useState } from "preact/hooks";
import { ErrorState, Skeleton } from "./states.jsx";

/** A component whose code comes with `load()`; `name` is its name in that module. */
export function lazy(load, name) {
  let Loaded = null;
  return function Lazy(props) {
    const [error, setError] = useState(null);
    const [, done] = useState(0);
    const fetchIt = () => {
      setError(null);
      load().then(
        (module) => {
          Loaded = module[name];
          done(1);
        },
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
