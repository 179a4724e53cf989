// A model as a card: its clip, what it does, what it costs, whether it can run now.
import { availability, enginesOf, facts, hostedPrice, localPrice } from "../catalog.js";
import { posterOf } from "../posters.js";
import { Link, modelPath } from "../router.js";
import { Badge, Clip, usePointedAt } from "../ui/index.js";

export function ModelCard({ model, engines }) {
  const [isPointedAt, listen] = usePointedAt();
  const serving = enginesOf(model, engines);
  const state = availability(serving);
  return (
    <article class="card model-card" {...listen}>
      <Clip {...posterOf(model.model_id)} isPlaying={isPointedAt}>
        <span class="clip-badges">
          <Badge kind={state.kind} title={state.title} dot>
            {state.text}
          </Badge>
        </span>
      </Clip>
      <div class="model-card-body">
        <h2 class="h3">
          <Link class="cover-link" to={modelPath(model.model_id)}>
            {model.display_name}
          </Link>
        </h2>
        <code class="model-id truncate" title={model.model_id}>
          {model.model_id}
        </code>
        <p>{model.description}</p>
        <div class="row wrap tags">
          {facts(model).map((fact) => (
            <span key={fact} class="tag">
              {fact}
            </span>
          ))}
        </div>
        <div class="model-card-foot">
          <span title={model.pricing_note ? `Hosted price; ${model.pricing_note}` : "Hosted price"}>
            <span class="sr-only">Hosted price </span>
            {hostedPrice(model)}
          </span>
          <span class="strong good-text">{localPrice(serving)}</span>
        </div>
      </div>
    </article>
  );
}

export function ModelCardBones({ count = 6 }) {
  return (
    <div class="model-grid" aria-hidden="true">
      {Array.from({ length: count }, (_, i) => (
        <div key={i} class="card model-card">
          <div class="clip bone" />
          <div class="model-card-body">
            <i class="bone" style={{ height: "18px", width: "70%" }} />
            <i class="bone" style={{ height: "12px", width: "90%" }} />
            <i class="bone" style={{ height: "34px" }} />
          </div>
        </div>
      ))}
    </div>
  );
}
