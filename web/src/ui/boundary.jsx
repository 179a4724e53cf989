// Keeps a fault in one page from taking the whole app along.
import { Component } from "preact";
import { ErrorState } from "./states.jsx";

export class Boundary extends Component {
  state = { error: null };

  static getDerivedStateFromError(error) {
    return { error };
  }

  render({ children }, { error }) {
    if (!error) return children;
    const message = "This page ran into a fault of its own. What you submitted goes on; reloading usually helps.";
    return (
      <div class="page">
        <ErrorState title="This page broke" error={{ message }} onRetry={() => window.location.reload()} />
      </div>
    );
  }
}
