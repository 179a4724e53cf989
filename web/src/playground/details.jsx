// Everything known of a run that ended: what became of each input, checks, cost, seed, times.
import { between, bytes, exactTime, money, seconds } from "../format.js";
import { Badge, Copy, Icon } from "../ui/index.js";
import { fieldsOf, titleOf } from "./schema.js";

const FATE_KINDS = { native: "good", composed: "busy", approximated: "busy", ignored: "warn" };
const FATE_WORDS = { native: "as asked", composed: "in part", approximated: "about", ignored: "no effect" };

export function Details({ run, schema }) {
  return (
    <>
      <Fold title="Details">
        <Facts run={run} />
      </Fold>
      {run.fates?.length > 0 && (
        <Fold title="What became of the inputs" count={run.fates.length}>
          <Fates fates={run.fates} schema={schema} />
        </Fold>
      )}
      {run.report?.checks?.length > 0 && (
        <Fold title="Checks" count={<Passed checks={run.report.checks} />}>
          <Checks checks={run.report.checks} />
        </Fold>
      )}
      <Fold title="Inputs">
        <pre class="pg-inputs mono" tabIndex={0} aria-label="Inputs of this run">{JSON.stringify(run.input, null, 2)}</pre>
      </Fold>
    </>
  );
}

function Fold({ title, count, children }) {
  return (
    <details class="pg-fold flat">
      <summary>
        <Icon name="right" size={15} />
        {title}
        {count !== undefined && <span class="muted small">{count}</span>}
      </summary>
      <div class="pg-fold-body">{children}</div>
    </details>
  );
}

function Facts({ run }) {
  const { plan, report } = run;
  const seed = report?.seed ?? plan?.seed;
  const output = run.files?.find((file) => file.kind === "output");
  const rows = [
    ["Engine", plan?.engine && `${plan.engine} ${plan.engine_version ?? ""}`],
    ["Size", plan?.width && `${plan.width}×${plan.height}`],
    ["Length", plan?.frames && `${plan.frames} frames at ${plan.fps} a second, ${Number((plan.frames / plan.fps).toFixed(3))} s`],
    ["Sound", plan && (plan.has_audio ? "yes" : "none")],
    ["Seed", seed !== undefined && <span class="value">{seed}<Copy text={String(seed)} label="Copy the seed" /></span>],
    ["File", output && `${output.name}, ${bytes(output.size_bytes)}`],
    ["Cost", `${money(run.cost_usd)} here, ${money(run.hosted_cost_usd)} on the hosted service`],
    ["Waited", run.started_at && seconds(between(run.created_at, run.started_at))],
    ["Took", run.finished_at && run.started_at && seconds(between(run.started_at, run.finished_at))],
    ["Attempts", run.attempt > 1 && run.attempt],
    ["Finished", run.finished_at && exactTime(run.finished_at)],
  ];
  return (
    <>
      <dl class="pg-rows num">
        {rows.filter(([, value]) => value || value === 0).map(([name, value]) => (
          <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
        ))}
      </dl>
      <Timings timings={report?.timings_s} />
    </>
  );
}

/** Where the time went, as bars. */
function Timings({ timings }) {
  const parts = Object.entries(timings ?? {}).filter(([, value]) => typeof value === "number");
  const most = Math.max(...parts.map(([, value]) => value), 0.001);
  if (!parts.length) return null;
  return (
    <dl class="pg-timings num" aria-label="Where the time went">
      {parts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd><i style={{ width: `${Math.max(1, (100 * value) / most)}%` }} /><span>{seconds(value)}</span></dd>
        </div>
      ))}
    </dl>
  );
}

function Fates({ fates, schema }) {
  const names = new Map(fieldsOf(schema).map(({ name, part, hint }) => [hint.order_field, titleOf(name, part)]));
  return (
    <ul class="pg-fates">
      {fates.map((fate) => (
        <li key={fate.field + fate.kind + fate.why}>
          <Badge kind={FATE_KINDS[fate.kind]}>{FATE_WORDS[fate.kind] ?? fate.kind}</Badge>
          <span>
            <span class="strong">{names.get(fate.field) ?? fate.field.replace("options.", "").replaceAll("_", " ")}</span>
            {fate.why && <span class="soft"> {fate.why}</span>}
            {fate.condition && <span class="muted"> ({fate.condition})</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Passed({ checks }) {
  const passed = checks.filter((check) => check.passed).length;
  return passed === checks.length ? `all ${passed} passed` : `${checks.length - passed} of ${checks.length} did not pass`;
}

function Checks({ checks }) {
  return (
    <ul class="pg-checks">
      {checks.map((check) => (
        <li key={check.name} class={check.passed ? "good" : "bad"}>
          <Icon name={check.passed ? "check" : "close"} size={14} />
          <span class="strong">{check.name.replaceAll("_", " ")}</span>
          <span class="soft num">{check.actual || check.expected}</span>
          <span class="sr-only">{check.passed ? "passed" : `did not pass; expected ${check.expected}`}</span>
        </li>
      ))}
    </ul>
  );
}
