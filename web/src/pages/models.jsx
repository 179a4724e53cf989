// Every model in one list: search, filter, compare prices and what each can do.
import {
  availability,
  categoriesOf,
  categoryName,
  enginesOf,
  facts,
  hostedPrice,
  matches,
  useModels,
} from "../catalog.js";
import { plural } from "../format.js";
import { posterOf } from "../posters.js";
import { Link, modelPath, navigate, setQuery } from "../router.js";
import { useGet } from "../store.js";
import { Badge, Button, Clip, Empty, Loaded, Search, Segmented, Select, usePointedAt } from "../ui/index.js";
import { useHotkey } from "../ui/hotkey.js";

const SORTS = {
  name: ["Name", (a, b) => a.display_name.localeCompare(b.display_name)],
  price: ["Lowest price", (a, b) => a.base_price_usd - b.base_price_usd],
};

export function Models({ route }) {
  const { q = "", category = "", engine = "", sort = "name" } = route.query;
  const search = useHotkey("/");
  const models = useModels();
  const engines = useGet("/v1/engines").data?.engines ?? [];
  const set = (changes) => setQuery(changes, { replace: true });
  return (
    <div class="page">
      <header class="page-head">
        <div>
          <h1>All models</h1>
          <p>Prices are those of the hosted service; what an engine of this server renders itself costs nothing.</p>
        </div>
      </header>
      <Loaded of={models}>
        {(data) => {
          const shown = data.models
            .filter((model) => matches(model, q))
            .filter((model) => !category || model.categories.includes(category))
            .filter((model) => !engine || enginesOf(model, engines).some((one) => one.name === engine))
            .sort((SORTS[sort] ?? SORTS.name)[1]);
          return (
            <>
              <div class="toolbar">
                <Search
                  label="Search models"
                  value={q}
                  onChange={(text) => set({ q: text })}
                  hotkey="/"
                  inputRef={search}
                />
                <Segmented
                  label="Category"
                  value={category}
                  onChange={(id) => set({ category: id })}
                  options={[
                    { id: "", label: "All" },
                    ...categoriesOf(data.models).map((id) => ({ id, label: categoryName(id) })),
                  ]}
                />
                <Select
                  label="Engine"
                  value={engine}
                  onChange={(name) => set({ engine: name })}
                  options={[
                    { value: "", label: "Any engine" },
                    ...engines.map((one) => ({ value: one.name, label: one.name })),
                  ]}
                />
                <Select
                  label="Order"
                  value={sort}
                  onChange={(name) => set({ sort: name === "name" ? "" : name })}
                  options={Object.entries(SORTS).map(([value, [label]]) => ({
                    value,
                    label: `By ${label.toLowerCase()}`,
                  }))}
                />
                <span class="muted small push" role="status">
                  {plural(shown.length, "model")}
                </span>
              </div>
              {shown.length ? <List models={shown} engines={engines} /> : <Nothing q={q} />}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function Nothing({ q }) {
  const clear = () => navigate("/models", { replace: true });
  return (
    <Empty
      icon="search"
      title={q ? `No model matches “${q}”` : "No model fits these filters"}
      action={<Button onClick={clear}>Clear search and filters</Button>}
    >
      A model of your own is one JSON file: <code class="hint-code">filmgate models add</code> checks it and puts it in
      the catalog.
    </Empty>
  );
}

function List({ models, engines }) {
  return (
    <ul class="model-list card">
      {models.map((model) => (
        <Line key={model.model_id} model={model} engines={enginesOf(model, engines)} />
      ))}
    </ul>
  );
}

function Line({ model, engines }) {
  const state = availability(engines);
  const [isPointedAt, listen] = usePointedAt();
  return (
    <li class="model-line" {...listen}>
      <Clip {...posterOf(model.model_id)} isPlaying={isPointedAt} />
      <div class="model-line-main">
        <h2 class="h3">
          <Link class="cover-link" to={modelPath(model.model_id)}>
            {model.display_name}
          </Link>
        </h2>
        <code class="model-id truncate">{model.model_id}</code>
        <p class="soft small">{model.description}</p>
      </div>
      <div class="row wrap tags">
        {model.categories.map((category) => (
          <span key={category} class="tag">
            {categoryName(category)}
          </span>
        ))}
        {facts(model).map((fact) => (
          <span key={fact} class="tag">
            {fact}
          </span>
        ))}
      </div>
      <div class="model-line-end">
        <span class="strong num">{hostedPrice(model)}</span>
        <span class="muted small">{model.pricing_note}</span>
        <Badge kind={state.kind} title={state.title} dot>
          {state.text}
        </Badge>
      </div>
    </li>
  );
}
