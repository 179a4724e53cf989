// What things cost: here, and on the hosted service.
import { useState } from "preact/hooks";
import { enginesOf, useModels } from "../catalog.js";
import { money } from "../format.js";
import { Link, modelPath } from "../router.js";
import { useGet } from "../store.js";
import { Badge, Loaded, Note, Segmented, Skeleton } from "../ui/index.js";

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
        <div class="section-head"><h2 id="engines-price">Here, by engine</h2></div>
        <Engines engines={engines} />
      </section>
      <section class="section" aria-labelledby="hosted-price">
        <div class="section-head">
          <h2 id="hosted-price">On the hosted service, by model</h2>
          <span class="push"><Segmented label="Length of the clip" options={LENGTHS} value={length} onChange={setLength} /></span>
        </div>
        <Loaded of={models} skeleton={<Skeleton lines={[100, 100, 100]} height={44} />}>
          {(data) => <Hosted models={data.models.filter((model) => model.base_price_usd)} engines={engines} length={Number(length)} />}
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

function Engines({ engines }) {
  return (
    <div class="table-wrap">
      <table class="table top">
        <caption class="sr-only">Engines and what they charge</caption>
        <thead><tr><th scope="col">Engine</th><th scope="col">What it is</th><th scope="col">State</th><th scope="col" class="right">Price</th></tr></thead>
        <tbody>
          {engines.map((engine) => (
            <tr key={engine.name}>
              <th scope="row">{engine.name}</th>
              <td class="soft">{engine.summary}</td>
              <td class="shrink"><Badge kind={engine.ready ? "good" : "warn"} dot>{engine.ready ? "Ready" : "Not ready"}</Badge></td>
              <td class="right shrink strong">{engine.is_paid ? "as the upstream charges" : <span class="good-text">free</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
  const cell = (rate) => (rate === null || rate === undefined ? <span class="muted">–</span> : <Price rate={rate} length={length} />);
  return (
    <div class="table-wrap">
      <table class="table">
        <caption class="sr-only">Hosted prices of a clip of {length} seconds</caption>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col" class="right">Silent</th>
            <th scope="col" class="right">With sound</th>
            <th scope="col" class="right">With a reference video</th>
            <th scope="col" class="right">Here</th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => {
            const rate = rates(model);
            const isFree = enginesOf(model, engines).some((engine) => !engine.is_paid);
            return (
              <tr key={model.model_id}>
                <th scope="row"><Link to={modelPath(model.model_id)}>{model.display_name}</Link></th>
                <td class="right">{cell(rate.silent)}</td>
                <td class="right">{cell(rate.audio)}</td>
                <td class="right">{cell(rate.reference)}</td>
                <td class="right strong">{isFree ? <span class="good-text">free</span> : "–"}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Price({ rate, length }) {
  return (
    <>
      <span class="strong">${(rate * length).toFixed(2)}</span>
      <span class="muted small price-rate">{money(rate)} / s</span>
    </>
  );
}
