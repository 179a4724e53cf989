// A model's page: Playground, API and Runs at one address.
import { useEffect } from "preact/hooks";
import { availability, categoryName, enginesOf, hostedPrice } from "../catalog.js";
import { Link, setQuery } from "../router.js";
import { useGet } from "../store.js";
import { setPage } from "../title.js";
import { Badge, Button, Copy, Empty, ErrorState, Skeleton, TabPanel, Tabs } from "../ui/index.js";
import { lazy } from "../ui/lazy.jsx";
import { ApiTab } from "./api/index.jsx";
import { Runs } from "./runs.jsx";

/** The forms are the heaviest part of the app, so they come only where they are used. */
const Playground = lazy(
  () => import("../playground/index.jsx"),
  "Playground",
  window.location.pathname.startsWith("/models/"),
);

const TABS = [
  { id: "playground", label: "Playground" },
  { id: "api", label: "API" },
  { id: "runs", label: "Runs" },
];

export function Model({ me, route }) {
  const id = route.path.slice("/models/".length);
  const model = useGet(`/v1/models/${id}?schema=normalized`);
  const engines = useGet("/v1/engines").data?.engines;
  const tab = TABS.some((one) => one.id === route.query.tab) ? route.query.tab : "playground";
  const name = model.data?.display_name ?? id;
  useEffect(() => setPage(name), [name]);
  if (model.error && !model.data) return <Unknown id={id} error={model.error} retry={model.reload} />;
  return (
    <div class="page model-page">
      <Head id={id} model={model.data} engines={engines} />
      <Tabs
        name="model"
        label="About this model"
        tabs={TABS}
        value={tab}
        onChange={(next) => setQuery({ tab: next === "playground" ? "" : next, request: "" })}
      />
      <TabPanel name="model" id={tab} class="model-panel">
        {!model.data && <Skeleton lines={[40, 100, 100, 80]} height={28} />}
        {model.data && tab === "playground" && <Playground key={id} model={model.data} me={me} />}
        {model.data && tab === "api" && <ApiTab model={model.data} />}
        {model.data && tab === "runs" && <Runs model={model.data} />}
      </TabPanel>
    </div>
  );
}

function Head({ id, model, engines }) {
  return (
    <header class="model-head">
      <nav class="crumbs" aria-label="Breadcrumb">
        <Link to="/models">Models</Link>
        {model?.categories.map((category) => (
          <span key={category}>
            {" "}
            / <Link to={`/models?category=${category}`}>{categoryName(category)}</Link>
          </span>
        ))}
      </nav>
      <div class="row wrap">
        <h1>{model?.display_name ?? id}</h1>
        {model && <Facts model={model} engines={engines} />}
      </div>
      <div class="row model-head-id">
        <code class="truncate">{id}</code>
        <Copy text={id} label="Copy the model id" />
      </div>
      {model && <p class="soft">{model.description}</p>}
    </header>
  );
}

function Facts({ model, engines }) {
  const state = availability(enginesOf(model, engines));
  return (
    <span class="row wrap">
      <Badge kind={state.kind} title={state.title} dot>
        {state.text}
      </Badge>
      <span class="tag" title={model.pricing_note || "Price on the hosted service"}>
        {hostedPrice(model)} hosted
      </span>
    </span>
  );
}

function Unknown({ id, error, retry }) {
  if (error.status !== 404)
    return (
      <div class="page">
        <ErrorState error={error} onRetry={retry} />
      </div>
    );
  return (
    <div class="page">
      <h1 class="sr-only">Unknown model</h1>
      <Empty
        icon="grid"
        title="This server has no such model"
        action={
          <Button kind="primary" to="/models">
            All models
          </Button>
        }
      >
        <code class="hint-code">{id}</code> is not in the catalog. It may have been renamed, or it was never added here.
      </Empty>
    </div>
  );
}
