// What things cost: here, and on the hosted service.
import { useState } from "preact/hooks";
import { enginesOf, useModels } from "../catalog.js";
import { money } from "../format.js";
import { Link, modelPath } from "../router.js";
import { useGet } from "../store.js";
import { Badge, Loaded, Note, Segmented, Skeleton, Table } from "../ui/index.js";

const LENGTHS = [5, 10, 15].map((s) => ({ id: String(s), label: `${s} s` }));

export function Pricing() {
  const [length, setLength] = useState("5");
  const models = useModels();
  const engines = useGet("/v1/engines").data?.engines ?? [];
  return (
    <div class="page narrow">
      <header class="page-head">
        <div>
          <h1>Pricing</h1>
          <p>
            What this machine renders itself is free. Hosted prices stand beside it so that you know what an input would
            cost before you send it elsewhere.
          </p>
        </div>
      </header>
      <section class="section" aria-labelledby="engines-price">
        <div class="section-head">
          <h2 id="engines-price">Here, by engine</h2>
        </div>
        <Engines engines={engines} />
      </section>
      <section class="section" aria-labelledby="hosted-price">
        <div class="section-head">
          <h2 id="hosted-price">On the hosted service, by model</h2>
          <span class="push">
            <Segmented label="Length of the clip" options={LENGTHS} value={length} onChange={setLength} />
          </span>
        </div>
        <Loaded of={models} skeleton={<Skeleton lines={[100, 100, 100]} height={44} />}>
          {(data) => (
            <Hosted
              models={data.models.filter((model) => model.base_price_usd)}
              engines={engines}
              length={Number(length)}
            />
          )}
        </Loaded>
      </section>
      <div class="section">
        <Note title="Paid engines are never called by accident.">
          A key uses engines that cost nothing unless it names a paid one, and may carry a limit per day and month. See{" "}
          <Link to="/keys">API keys</Link>.
        </Note>
      </div>
    </div>
  );
}

const ENGINE_COLUMNS = [
  { title: "Engine", isHead: true, cell: (engine) => engine.name },
  { title: "What it is", isWide: true, cell: (engine) => <span class="soft">{engine.summary}</span> },
  {
    title: "State",
    look: "shrink",
    cell: (engine) => (
      <Badge kind={engine.ready ? "good" : "warn"} dot>
        {engine.ready ? "Ready" : "Not ready"}
      </Badge>
    ),
  },
  { title: "Price", look: "right shrink", cell: (engine) => (engine.is_paid ? "as the upstream charges" : <Free />) },
];

const Free = () => <span class="good-text strong">free</span>;

function Engines({ engines }) {
  return (
    <Table
      caption="Engines and what they charge"
      columns={ENGINE_COLUMNS}
      items={engines}
      idOf={(engine) => engine.name}
    />
  );
}

/** Dollars of each variant for a second; null where a model has none. */
function rates(model) {
  const price = model.price ?? {};
  return {
    silent: price.silent_usd ?? model.base_price_usd,
    audio: price.audio_usd ?? null,
    reference: price.reference_video_usd ?? null,
  };
}

function Hosted({ models, engines, length }) {
  const rate = (name) => (model) => <Price rate={rates(model)[name]} length={length} />;
  const isFree = (model) => enginesOf(model, engines).some((engine) => !engine.is_paid);
  const columns = [
    { title: "Model", isHead: true, cell: (model) => <Link to={modelPath(model.model_id)}>{model.display_name}</Link> },
    { title: "Silent", look: "right", cell: rate("silent") },
    { title: "With sound", look: "right", cell: rate("audio") },
    { title: "With a reference video", look: "right", cell: rate("reference") },
    { title: "Here", look: "right shrink", cell: (model) => (isFree(model) ? <Free /> : "–") },
  ];
  return (
    <Table
      caption={`Hosted prices of a clip of ${length} seconds`}
      columns={columns}
      items={models}
      idOf={(model) => model.model_id}
    />
  );
}

function Price({ rate, length }) {
  if (rate === null || rate === undefined) return <span class="muted">–</span>;
  return (
    <span>
      <span class="strong">${(rate * length).toFixed(2)}</span>
      <span class="muted small price-rate">{money(rate)} / s</span>
    </span>
  );
}
