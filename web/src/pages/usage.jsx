// What was used: by day, model, engine and key; what it cost, and what failed.
import { withQuery } from "../api.js";
import { count, money, plural, seconds } from "../format.js";
import { setQuery } from "../router.js";
import { useGet } from "../store.js";
import { Button, Empty, Loaded, Segmented, Skeleton, Totals } from "../ui/index.js";
import { DayBars, RankBars } from "../ui/chart.jsx";

const DAY_MS = 86_400_000;
const SPANS = [
  { id: "7", label: "7 days" },
  { id: "30", label: "30 days" },
  { id: "90", label: "90 days" },
];
const MEASURES = [
  { id: "requests", label: "Requests", of: (line) => line.requests, format: (n) => count(Math.round(n)) },
  { id: "seconds", label: "Video", of: (line) => line.seconds, format: seconds },
  { id: "cost", label: "Cost here", of: (line) => line.cost_usd, format: (n) => money(n, { zero: "$0" }) },
  { id: "hosted", label: "Hosted price", of: (line) => line.hosted_cost_usd, format: (n) => money(n, { zero: "$0" }) },
];

/** Midnight UTC `days - 1` days ago, so that the first bar is a whole day. */
function since(days) {
  const today = new Date(new Date().toISOString().slice(0, 10)).getTime();
  return new Date(today - (days - 1) * DAY_MS);
}

function useUsage(groupBy, days) {
  return useGet(withQuery("/v1/usage", { group_by: groupBy, from: since(days).toISOString() }));
}

export function Usage({ route }) {
  const days = Number(route.query.days) || 30;
  const measure = MEASURES.find((one) => one.id === route.query.measure) ?? MEASURES[0];
  const byDay = useUsage("day", days);
  const set = (changes) => setQuery(changes, { replace: true });
  return (
    <div class="page">
      <header class="page-head">
        <div>
          <h1>Usage</h1>
          <p>
            Every request of all your keys. The hosted price is what the same would have cost on the hosted service.
          </p>
        </div>
        <div class="actions">
          <Segmented
            label="How far back"
            options={SPANS}
            value={String(days)}
            onChange={(id) => set({ days: id === "30" ? "" : id })}
          />
        </div>
      </header>
      <Loaded of={byDay} skeleton={<Skeleton lines={[100, 100]} height={120} />}>
        {(data) =>
          data.total.requests ? <Charts data={data} days={days} measure={measure} set={set} /> : <NoUsage days={days} />
        }
      </Loaded>
    </div>
  );
}

function NoUsage({ days }) {
  return (
    <Empty
      icon="chart"
      title={`Nothing ran in the last ${plural(days, "day")}`}
      action={
        <Button kind="primary" to="/explore">
          Explore models
        </Button>
      }
    >
      Requests of the playground and of every key are counted here, with what they cost.
    </Empty>
  );
}

function Charts({ data, days, measure, set }) {
  return (
    <div class="stack loose">
      <Totals facts={facts(data.total)} />
      <section class="card pad stack" aria-label="By day">
        <Segmented
          label="Measure"
          options={MEASURES}
          value={measure.id}
          onChange={(id) => set({ measure: id === "requests" ? "" : id })}
        />
        <DayBars days={filled(data.usage, days, measure)} label={`${measure.label} by day`} format={measure.format} />
      </section>
      <div class="thirds">
        <Ranking title="By model" groupBy="model" days={days} measure={measure} />
        <Ranking title="By engine" groupBy="engine" days={days} measure={measure} />
        <Ranking title="By key" groupBy="key" days={days} measure={measure} />
      </div>
    </div>
  );
}

/** One bar for each day, also for days without any request. */
function filled(lines, days, measure) {
  const byDay = new Map(lines.map((line) => [line.day, line]));
  const first = since(days).getTime();
  return Array.from({ length: days }, (_, i) => {
    const date = new Date(first + i * DAY_MS).toISOString().slice(0, 10);
    const line = byDay.get(date);
    const bad = measure.id === "requests" ? line?.failures : 0;
    return { date, value: line ? measure.of(line) : 0, bad: bad ?? 0 };
  });
}

function facts(total) {
  const rate = total.requests ? 1 - total.failures / total.requests : 1;
  return [
    ["Requests", count(total.requests), `${count(total.failures)} failed`],
    ["Success rate", `${(100 * rate).toFixed(rate === 1 ? 0 : 1)} %`, "of all that ended"],
    ["Video made", seconds(total.seconds), "of finished clips"],
    ["Cost here", money(total.cost_usd, { zero: "$0" }), "charged by paid engines"],
    ["Hosted price", money(total.hosted_cost_usd, { zero: "$0" }), "for the same requests"],
  ];
}

function Ranking({ title, groupBy, days, measure }) {
  const usage = useUsage(groupBy, days);
  const names = useNames(groupBy);
  return (
    <section class="card pad" aria-label={title}>
      <h2 class="card-title">{title}</h2>
      <Loaded of={usage}>
        {(data) => (
          <RankBars
            format={measure.format}
            rows={data.usage
              .map((line) => ({
                name: names.get(line[groupBy]) ?? line[groupBy],
                value: measure.of(line),
                note: line.failures ? `${plural(line.failures, "failure")} of ${count(line.requests)}` : "",
              }))
              .sort((a, b) => b.value - a.value)}
          />
        )}
      </Loaded>
    </section>
  );
}

/** Keys by their labels, models by their names. */
function useNames(groupBy) {
  const keys = useGet(groupBy === "key" ? "/v1/keys" : null).data?.keys ?? [];
  const models = useGet(groupBy === "model" ? "/v1/models?limit=500" : null).data?.models ?? [];
  return new Map([
    ...keys.map((key) => [key.key_id, key.label || key.key_id]),
    ...models.map((model) => [model.model_id, model.display_name]),
  ]);
}
