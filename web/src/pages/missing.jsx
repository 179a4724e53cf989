// An address that leads nowhere.
import { Button, Empty } from "../ui/index.js";

export function Missing({ route }) {
  return (
    <div class="page">
      <h1 class="sr-only">Not found</h1>
      <Empty
        icon="compass"
        title="There is no such page"
        action={
          <>
            <Button kind="primary" to="/explore">
              Explore models
            </Button>
            <Button to="/generations">Your generations</Button>
          </>
        }
      >
        Nothing lives at <code class="hint-code">{route.path}</code>. A link may be old, or mistyped.
      </Empty>
    </div>
  );
}
