// The playground of a model: one live input as form, JSON and code; its run and earlier ones beside it.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { enginesOf } from "../catalog.js";
import { setQuery, useRoute } from "../router.js";
import { may } from "../session.js";
import { useGet } from "../store.js";
import { TabPanel, Tabs, toast } from "../ui/index.js";
import { CodeTab } from "./codetab.jsx";
import { Compare } from "./compare.jsx";
import { useDryRun } from "./dryrun.js";
import { bodyOf, useDraft } from "./draft.js";
import { FormTab } from "./formtab.jsx";
import { JsonTab } from "./jsontab.jsx";
import { Result } from "./result.jsx";
import { useRun } from "./run.js";
import { RunBar, whyBlocked } from "./runbar.jsx";
import { LANGUAGES } from "./snippets.js";
import { Storyboard } from "./storyboard.jsx";
import { Strip, useEarlier } from "./strip.jsx";
import { useSubmit } from "./submit.js";

const TABS = [{ id: "form", label: "Form" }, { id: "json", label: "JSON" }, ...LANGUAGES.map(({ id, label }) => ({ id, label }))];
const NO_OPTIONS = {};

export function Playground({ model, me }) {
  const { query } = useRoute();
  const shownId = query.request || null;
  const draft = useDraft(model);
  const { body, setBody } = draft;
  const canWrite = may(me, "write");
  const dry = useDryRun(canWrite ? model.model_id : null, body);
  const run = useRun(shownId);
  const earlier = useEarlier(model.model_id);
  const engines = enginesOf(model, useGet("/v1/engines").data?.engines);
  const [tab, setTab] = useState("form");
  const [isBroken, setBroken] = useState(false);
  const options = isObject(body.filmgate) ? body.filmgate : NO_OPTIONS;

  const use = useUse(draft, setTab);
  useInputsOfLink(model.model_id, draft, run, shownId, use);
  const { submit, isSending } = useSubmit(model, draft, earlier.reload);
  const form = useRef(null);
  const goToError = useCallback(() => {
    setTab((now) => (now === "json" ? now : "form"));
    requestAnimationFrame(() => focusFirstError(form.current));
  }, []);
  const engine = engines.find((one) => one.name === options.engine) ?? (engines.length === 1 ? engines[0] : null);
  const blocked = whyBlocked({ dry, canWrite, isSending, engine, isBroken });
  const onRun = () => (blocked ? goToError() : submit(body));
  useRunKeys(onRun);

  const setOptions = useCallback((next) => setBody((now) => withOptions(now, next)), []);
  return (
    <div class="pg">
      <section class="card pg-input" aria-label="Input" ref={form}>
        <div class="pg-tabs">
          <Tabs small name="pg" label="The input as" tabs={TABS} value={tab} onChange={setTab} />
        </div>
        <TabPanel name="pg" id={tab} class="pg-panel">
          {tab === "form" && <FormTab {...{ model, body, setBody, dry, options, setOptions }} />}
          {tab === "json" && <JsonTab body={body} onChange={setBody} onBroken={setBroken} problems={dry.problems} />}
          {tab !== "form" && tab !== "json" && <CodeTab id={tab} model={model} body={body} me={me} />}
        </TabPanel>
        <RunBar
          canAsk={canWrite}
          {...{ dry, blocked, isSending, onRun, engines, options }}
          onOptions={setOptions}
          onGoToError={goToError}
          onReset={() => resetWithUndo(draft)}
        />
      </section>
      <Output {...{ model, run, shownId, earlier, dry, canWrite, use }} onAgain={() => run.run && submit(bodyOf(run.run))} />
    </div>
  );
}

/** The result, what the next one would show, earlier runs, and the comparison of two. */
function Output({ model, run, shownId, earlier, dry, canWrite, use, onAgain }) {
  const [compared, setCompared] = useState(null);
  const isChoosing = compared === "choose";
  const stop = () => setCompared(null);
  useEffect(stop, [shownId]);
  return (
    <section class="card pg-output" aria-label="Result">
      <Result
        model={model}
        state={run}
        requestId={shownId}
        expected={dry.prediction?.output}
        canWrite={canWrite}
        onUse={use}
        onAgain={onAgain}
        onCompare={canCompare(earlier.runs, shownId) ? () => setCompared("choose") : null}
      />
      {!shownId && <Storyboard prediction={dry.prediction} isOpen />}
      <Strip
        modelId={model.model_id}
        runs={earlier.runs}
        shownId={shownId}
        isChoosing={isChoosing}
        onStop={stop}
        onPick={(id) => (isChoosing ? setCompared(id) : setQuery({ request: id }))}
      />
      {compared && !isChoosing && <Compare firstId={shownId} secondId={compared} onUse={use} onClose={stop} />}
    </section>
  );
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** Whether there is a clip beside the one shown. */
function canCompare(runs, shownId) {
  return runs.some((run) => run.status === "succeeded" && run.request_id !== shownId);
}

function withOptions(body, options) {
  const { filmgate: _, ...input } = body;
  return Object.keys(options).length ? { ...input, filmgate: options } : input;
}

/** Put the inputs of a run into the form; what was there can be had back. */
function useUse(draft, setTab) {
  const latest = useRef(draft);
  latest.current = draft;
  return useCallback((run) => {
    const { body, requestId, setBody, setRequestId } = latest.current;
    setBody(bodyOf(run));
    setRequestId(run.request_id);
    setTab("form");
    const undo = () => {
      setBody(body);
      setRequestId(requestId);
    };
    toast("The inputs of that run are in the form.", { action: { label: "Undo", run: undo } });
  }, []);
}

/** A link to a run brings its inputs, once, unless they are what the draft came from. */
function useInputsOfLink(modelId, draft, run, shownId, use) {
  const linked = useRef(shownId);
  useEffect(() => {
    if (!linked.current || run.run?.request_id !== linked.current) return;
    if (run.run.model_id === modelId && draft.requestId !== linked.current) use(run.run);
    linked.current = null;
  }, [run.run]);
}

function resetWithUndo(draft) {
  const { body, requestId, reset, setBody, setRequestId } = draft;
  reset();
  const undo = () => {
    setBody(body);
    setRequestId(requestId);
  };
  toast("The example is back in the form.", { action: { label: "Undo", run: undo } });
}

function useRunKeys(onRun) {
  const latest = useRef(onRun);
  latest.current = onRun;
  useEffect(() => {
    const press = (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

/** Focus the first control that is wrong and bring it into sight. */
function focusFirstError(root) {
  const wrong = root?.querySelector('[aria-invalid="true"], .pg-drop.bad, .pg-message.bad');
  if (!wrong) return;
  const field = wrong.closest(".pg-card, .pg-field") ?? wrong;
  const target = wrong.matches("input, textarea, select") ? wrong : field.querySelector("button, input, textarea, select");
  field.scrollIntoView({ block: "center" });
  target?.focus({ preventScroll: true });
}
