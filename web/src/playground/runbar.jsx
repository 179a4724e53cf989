// The bar that stays in sight: what would come out, for what price, when; what is wrong; Run.
import { money, plural, seconds } from "../format.js";
import { Button, Icon, IconButton, Spinner } from "../ui/index.js";
import { EngineChoice } from "./options.jsx";

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);
export const RUN_KEYS = IS_MAC ? "⌘↵" : "Ctrl ↵";

/** Why Run cannot be pressed; null when it can. */
export function whyBlocked({ dry, canWrite, isSending, engine, isBroken }) {
  if (!canWrite) return "Your key may only read; a key with the scope write may run.";
  if (isSending) return "Sending…";
  if (isBroken) return "What is written in the JSON tab is not JSON yet.";
  if (dry.problems.length) return `${plural(dry.problems.length, "thing")} to fix first.`;
  if (engine && !engine.ready) return `${engine.name} is not ready: ${engine.reason}.`;
  return null;
}

export function RunBar({ dry, canAsk, blocked, isSending, onRun, onReset, onGoToError, engines, options, onOptions }) {
  return (
    <div class="pg-runbar">
      <div class="pg-predict" role="status">
        {dry.problems.length > 0 ? (
          <button type="button" class="pg-errors" onClick={onGoToError}>
            <Icon name="alert" size={16} />
            {plural(dry.problems.length, "thing")} to fix
          </button>
        ) : (
          <div>
            {canAsk && <Prediction dry={dry} />}
            {blocked && !isSending && <p class="pg-blocked">{blocked}</p>}
          </div>
        )}
      </div>
      <div class="pg-run-actions">
        <EngineChoice engines={engines} prediction={dry.prediction} options={options} onChange={onOptions} />
        <IconButton icon="replay" label="Reset to the example" onClick={onReset} />
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
  return (
    <div class="pg-facts num" aria-busy={!dry.isFresh}>
      <p>
        <strong>{output.width}×{output.height}</strong>
        <span title={`At ${output.fps} frames a second`}>{output.frames} frames</span>
        <span>{Number(output.duration_s.toFixed(2))} s</span>
        <span>{output.has_audio ? "sound" : "no sound"}</span>
      </p>
      <p>
        <Cost cost={prediction.cost} />
        <Ready eta={prediction.eta_s} />
      </p>
    </div>
  );
}

function Ready({ eta }) {
  if (eta.p50 === null) return null;
  const title = eta.p90 === null ? undefined : `9 of 10 runs like this end within ${seconds(eta.p90)}`;
  return <span title={title}>ready in {seconds(eta.p50)}</span>;
}

function Cost({ cost }) {
  const engines = Object.entries(cost.by_engine_usd);
  return (
    <>
      {engines.map(([name, usd]) => (
        <strong key={name} title={`What the engine ${name} asks`}>{engines.length > 1 ? `${name} ${money(usd)}` : usd === 0 ? "free here" : money(usd)}</strong>
      ))}
      <span title="What the hosted service asks for the same">{money(cost.hosted_usd)} hosted</span>
    </>
  );
}
