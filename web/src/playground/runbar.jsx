// The bar that stays in sight: what would come out, for what price, when; what is wrong; Run.
import { money, plural, seconds } from "../format.js";
import { Button, Icon, Spinner } from "../ui/index.js";
import { EngineChoice } from "./options.jsx";

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);
export const RUN_KEYS = IS_MAC ? "⌘↵" : "Ctrl ↵";

/** Why Run cannot be pressed; null when it can. */
export function whyBlocked({ dry, canWrite, isSending, engine }) {
  if (!canWrite) return "Your key may only read; a key with the scope write may run.";
  if (isSending) return "Sending…";
  if (dry.problems.length) return `${plural(dry.problems.length, "thing")} to fix first.`;
  if (engine && !engine.ready) return `${engine.name} is not ready: ${engine.reason}.`;
  return null;
}

export function RunBar({ dry, blocked, isSending, onRun, onReset, onGoToError, engines, options, onOptions }) {
  return (
    <div class="pg-runbar">
      <div class="pg-predict" role="status">
        {dry.problems.length > 0 ? (
          <button type="button" class="pg-errors" onClick={onGoToError}>
            <Icon name="alert" size={16} />
            {plural(dry.problems.length, "thing")} to fix
          </button>
        ) : (
          <Prediction dry={dry} />
        )}
      </div>
      <div class="pg-run-actions">
        <EngineChoice engines={engines} prediction={dry.prediction} options={options} onChange={onOptions} />
        <Button kind="ghost" onClick={onReset} title="Put the example back">Reset</Button>
        <Button
          kind="primary"
          class="pg-run"
          aria-disabled={blocked ? "true" : undefined}
          aria-describedby={blocked ? "pg-blocked" : undefined}
          title={blocked ?? `Run (${RUN_KEYS})`}
          onClick={() => (blocked ? onGoToError() : onRun())}
        >
          {isSending ? <Spinner size={14} /> : <Icon name="play" size={15} />}
          Run
          <kbd aria-hidden="true" class="only-desk">{RUN_KEYS}</kbd>
        </Button>
        {blocked && <span id="pg-blocked" class="sr-only">{blocked}</span>}
      </div>
    </div>
  );
}

function Prediction({ dry }) {
  if (dry.failure) return <span class="pg-failure"><Icon name="alert" size={16} />{dry.failure.message}</span>;
  const { prediction } = dry;
  if (!prediction) return <span class="muted row"><Spinner size={14} />Checking the input</span>;
  const { output } = prediction;
  const eta = prediction.eta_s.p50;
  const latest = prediction.eta_s.p90;
  return (
    <dl class={`pg-facts num ${dry.isFresh ? "" : "stale"}`}>
      <Fact name="Size">{output.width}×{output.height}</Fact>
      <Fact name="Frames" title={`${output.frames} frames at ${output.fps} a second`}>
        {output.frames} <span class="muted">· {Number(output.duration_s.toFixed(2))} s</span>
      </Fact>
      <Fact name="Sound">{output.has_audio ? "yes" : "none"}</Fact>
      <Fact name="Cost" title={`The hosted service asks ${money(prediction.cost.hosted_usd)}`}>
        <Cost cost={prediction.cost} />
      </Fact>
      <Fact name="Ready in" title={latest ? `9 of 10 runs like this within ${seconds(latest)}` : "Known after the first run like this"}>
        {eta === null ? <span class="muted">after one run</span> : `≈ ${seconds(eta)}`}
      </Fact>
    </dl>
  );
}

function Fact({ name, title, children }) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Cost({ cost }) {
  const engines = Object.entries(cost.by_engine_usd);
  const own = engines.map(([name, usd]) => (engines.length > 1 ? `${name} ${money(usd)}` : money(usd))).join(", ");
  return <>{own} <span class="muted">· {money(cost.hosted_usd)} hosted</span></>;
}
