// The result pane: nothing yet, waiting, running, a clip, a failure; and what can be done with each.
import { useEffect, useState } from "preact/hooks";
import { isFinal } from "../active.js";
import { api } from "../api.js";
import { money, plural, seconds } from "../format.js";
import { Ago, Button, Copy, Empty, ErrorState, Icon, Note, Progress, StatusBadge, toast, toastError } from "../ui/index.js";
import { modelPath } from "../router.js";
import { Details } from "./details.jsx";
import { EventLog } from "./eventlog.jsx";
import { Player } from "./player.jsx";
import { sentence } from "./schema.js";
import { fileOf, secondsLeft, stageName, videoOf } from "./run.js";

/** `run` is a request with its details; `onUse` puts its inputs into the form, `onAgain` runs it again. */
export function Result({ model, state, requestId, expected, onUse, onAgain, onCompare, canWrite }) {
  const { run, error, reload } = state;
  const [isSheet, setSheet] = useState(false);
  useEffect(() => setSheet(false), [requestId]);
  if (!requestId) return <Nothing expected={expected} />;
  if (error && !run) return <Lost error={error} reload={reload} />;
  if (run && run.model_id !== model.model_id) return <Elsewhere run={run} />;
  if (!run) return <Frame plan={expected}><span class="bone pg-bone" /></Frame>;
  return (
    <div class="pg-result">
      <Body {...{ run, onAgain, canWrite, reload, isSheet }} />
      <Actions {...{ run, onUse, onCompare, canWrite, onAgain, isSheet, setSheet }} />
      <Identity model={model} run={run} />
      <div class="pg-folds">
        {isFinal(run.status) && <Details run={run} schema={model.input_schema} />}
        <EventLog run={run} />
      </div>
    </div>
  );
}

function Nothing({ expected }) {
  return (
    <Frame plan={expected}>
      <div class="pg-nothing">
        <Icon name="film" size={30} />
        <strong>Your clip appears here</strong>
        <span class="small">The form holds a working example: press Run, then change one thing at a time.</span>
      </div>
    </Frame>
  );
}

function Lost({ error, reload }) {
  if (error.status === 404 || error.status === 403) {
    return (
      <Empty icon="film" title="This run is not here">
        It was deleted, belongs to someone else, or the link is wrong. Your inputs are untouched.
      </Empty>
    );
  }
  return <ErrorState error={error} onRetry={reload} title="The run could not be loaded" />;
}

function Elsewhere({ run }) {
  const to = modelPath(run.model_id, { request: run.request_id });
  return (
    <Empty icon="film" title="This run is of another model" action={<Button small to={to}>Show it there</Button>}>
      It was made with <code class="hint-code">{run.model_id}</code>.
    </Empty>
  );
}

/** A place in the shape of the clip that is to come. */
function Frame({ plan, children }) {
  const shape = plan ? `${plan.width} / ${plan.height}` : "16 / 9";
  return <div class="pg-screen" style={{ aspectRatio: shape, "--shape": plan ? plan.width / plan.height : 16 / 9 }}>{children}</div>;
}

function Body({ run, onAgain, canWrite, reload, isSheet }) {
  if (run.status === "succeeded") return <Clip run={run} isSheet={isSheet} />;
  if (run.status === "failed") return <Failed run={run} onAgain={onAgain} canWrite={canWrite} />;
  if (run.status === "cancelled") return <Cancelled run={run} />;
  return <Running run={run} canWrite={canWrite} reload={reload} />;
}

function Clip({ run, isSheet }) {
  const sheet = fileOf(run, "contact_sheet");
  const { width, height, frames, fps, has_audio: hasAudio } = run.plan;
  if (isSheet && sheet) {
    return (
      <a class="pg-screen sheet" href={sheet.url} target="_blank" rel="noreferrer" title="Open the contact sheet in a new tab">
        <img src={sheet.url} alt="Contact sheet: frames of the clip in their order" />
      </a>
    );
  }
  return (
    <Player
      src={videoOf(run)}
      poster={fileOf(run, "poster")?.url}
      {...{ width, height, frames, fps, hasAudio }}
      name={`${run.model_id.replaceAll("/", "-")}-${run.request_id.slice(-6)}.mp4`}
      label="Result"
      autoPlay
    />
  );
}

/** Whether money was taken, in words. */
function charged(run) {
  return run.cost_usd > 0 ? `${money(run.cost_usd)} was charged.` : "Nothing was charged.";
}

function Failed({ run, onAgain, canWrite }) {
  return (
    <Note kind="bad" title={run.error?.message ? "This run failed." : "This run failed without saying why."}>
      <p>{run.error?.message && sentence(run.error.message)}</p>
      <p class="soft">
        {charged(run)} {run.attempt > 1 && `It was tried ${run.attempt} times.`}
        {run.error?.code && <> <code class="hint-code">{run.error.code}</code></>}
      </p>
      {canWrite && <Button small icon="replay" onClick={onAgain}>Try again</Button>}
    </Note>
  );
}

function Cancelled({ run }) {
  return <Note title="This run was cancelled.">{charged(run)} Your inputs are still in the form.</Note>;
}

function Running({ run, canWrite, reload }) {
  const now = useNow();
  const isWaiting = run.status === "in_queue";
  const fraction = isWaiting ? null : (run.progress?.fraction ?? null);
  const left = secondsLeft(run, now);
  const percent = fraction === null ? null : Math.floor(fraction * 100);
  return (
    <>
      <Frame plan={run.plan}>
        {run.preview_url && <img class="pg-preview" src={run.preview_url} alt="A frame of the clip so far" />}
        <div class="pg-percent">
          <span class="num">{percent === null ? <Icon name="clock" size={28} /> : `${percent} %`}</span>
        </div>
      </Frame>
      <Progress value={fraction} label={isWaiting ? "In the queue" : "Rendering"} />
      <div class="row pg-stage">
        <span class="grow" role="status">
          {isWaiting ? <Place run={run} /> : stageOf(run)}
          {run.attempt > 1 && <span class="muted"> · attempt {run.attempt}</span>}
        </span>
        <span class="muted num">
          {left !== null ? `about ${seconds(Math.ceil(left))} left` : seconds(Math.max(0, Math.floor((now - Date.parse(run.created_at)) / 1000)))}
        </span>
        {canWrite && <CancelButton run={run} reload={reload} />}
      </div>
    </>
  );
}

function stageOf(run) {
  if (run.status === "in_doubt") return "The engine does not say whether it took the job; it is not sent twice";
  return stageName(run.progress?.stage);
}

function Place({ run }) {
  const ahead = run.queue_position;
  if (ahead === undefined || ahead === null) return "In the queue";
  return ahead === 0 ? "Next in the queue" : `In the queue: ${plural(ahead, "request")} ahead`;
}

function CancelButton({ run, reload }) {
  const [isBusy, setBusy] = useState(false);
  const cancel = async () => {
    setBusy(true);
    try {
      const answer = await api.post(`/v1/requests/${run.request_id}/cancel`);
      if (answer.outcome === "not_cancellable") toast("It cannot be cancelled any more: its engine does not let go.");
      await reload();
    } catch (error) {
      toastError(error);
    }
    setBusy(false);
  };
  return <Button small busy={isBusy} onClick={cancel}>Cancel</Button>;
}

/** The time, four times a second, for what counts down. */
function useNow() {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function Actions({ run, onUse, onCompare, canWrite, onAgain, isSheet, setSheet }) {
  return (
    <div class="row wrap pg-actions">
      <Button small icon="left" onClick={() => onUse(run)}>Use these inputs</Button>
      {run.status === "succeeded" && onCompare && <Button small icon="compare" onClick={onCompare}>Compare</Button>}
      {fileOf(run, "contact_sheet") && (
        <Button small icon={isSheet ? "play" : "grid"} aria-pressed={isSheet} onClick={() => setSheet(!isSheet)}>
          {isSheet ? "Clip" : "Contact sheet"}
        </Button>
      )}
      {run.status === "cancelled" && canWrite && <Button small icon="play" onClick={onAgain}>Run again</Button>}
    </div>
  );
}

function Identity({ model, run }) {
  const link = `${window.location.origin}/models/${model.model_id}?request=${run.request_id}`;
  return (
    <div class="pg-identity small">
      <StatusBadge status={run.status} />
      <span class="value grow">
        <code class="truncate" title={run.request_id}>{run.request_id}</code>
        <Copy text={run.request_id} label="Copy the request id" />
        <Copy text={link} label="Copy a link to this run" icon="link" />
      </span>
      <span class="muted"><Ago at={run.created_at} /></span>
    </div>
  );
}
