// The API of one model, written for the reader: their address, this model's fields.
import { useMemo } from "preact/hooks";
import { Link } from "../../router.js";
import { usePreference } from "../../store.js";
import { CodeBlock, Segmented } from "../../ui/index.js";
import { answers, exampleInput } from "./example.js";
import { Errors, Events, FileInputs, Webhooks } from "./more.jsx";
import { InputSchema, OptionsTable, OutputSchema } from "./schema.jsx";
import { LANGUAGES, dryRun, ofRequest, submit, whole } from "./snippets.js";
import { Toc } from "./toc.jsx";

const TOC = [
  ["get-started", "Get started"],
  ["authentication", "Authentication"],
  ["submit", "Submit a request"],
  ["check", "Check without running", 1],
  ["options", "Options", 1],
  ["monitor", "Monitor"],
  ["retrieve", "Retrieve"],
  ["cancel", "Cancel"],
  ["files", "File inputs"],
  ["input-schema", "Input schema"],
  ["output-schema", "Output schema"],
  ["errors", "Errors"],
  ["webhooks", "Webhooks"],
  ["events", "Events"],
];

export function ApiTab({ model }) {
  const [lang, setLang] = usePreference("language", "shell");
  const base = window.location.origin;
  const say = useMemo(() => answers(base, model.model_id), [base, model.model_id]);
  const input = useMemo(() => exampleInput(model), [model]);
  const kit = { lang, base, id: model.model_id, input, say, model };
  return (
    <div class="docs">
      <Toc entries={TOC} />
      <article class="docs-text">
        <div class="docs-lang">
          <Segmented label="Language of the examples" options={LANGUAGES} value={lang} onChange={setLang} />
        </div>
        <GetStarted {...kit} />
        <Authentication />
        <Submit {...kit} />
        <Follow {...kit} />
        <FileInputs {...kit} />
        <section>
          <InputSchema model={model} />
        </section>
        <section>
          <OutputSchema model={model} />
        </section>
        <Errors {...kit} />
        <Webhooks {...kit} />
        <Events {...kit} />
      </article>
    </div>
  );
}

/** An HTTP method and path, then what answers. */
export function Route({ method, path }) {
  return (
    <p class="route">
      <span class={`method ${method.toLowerCase()}`}>{method}</span>
      <code>{path}</code>
    </p>
  );
}

export function Answer({ status, title = "Answer", body }) {
  return <CodeBlock lang="json" title={`${title} · ${status}`} code={JSON.stringify(body, null, 2)} />;
}

function GetStarted({ lang, base, id, input }) {
  return (
    <section>
      <h2 id="get-started">Get started</h2>
      <p>
        Every model here is called in the same way: send an input, keep the id you get, ask until it has ended. Only the
        input differs; that of <code>{id}</code> is <a href="#input-schema">described below</a>. This runs as it stands:
      </p>
      {lang === "python" && <CodeBlock lang="shell" title="Once" code="pip install filmgate" />}
      <CodeBlock
        lang={lang}
        title={lang === "shell" ? "Submit" : "From an input to a file"}
        code={whole(lang, base, id, input)}
      />
    </section>
  );
}

function Authentication() {
  return (
    <section>
      <h2 id="authentication">Authentication</h2>
      <p>
        Send a key with every call, in the header <code>Authorization: Bearer KEY</code>. Make one under{" "}
        <Link to="/keys">API keys</Link>; it is shown once. The examples read it from the environment:
      </p>
      <CodeBlock lang="shell" code="export FILMGATE_KEY=your-key" title="Shell" />
      <p>
        A key acts for its owner: all keys of an owner see the same requests, files and usage. Give each program its own
        key with the least scope it needs, <code>read</code> or <code>write</code>, and revoke it alone.
      </p>
    </section>
  );
}

function Submit({ lang, base, id, input, say }) {
  return (
    <section>
      <h2 id="submit">Submit a request</h2>
      <Route method="POST" path={`/v1/models/${id}`} />
      <p>
        The body is the input, a JSON object. Everything is checked before the answer, media included; once you have an
        id, the request is on disk and runs to its end, whatever restarts.
      </p>
      <CodeBlock lang={lang} title="Submit" code={submit(lang, base, id, input)} />
      <Answer status={200} body={say.submit} />
      <p>
        <code>warnings</code> beside them tell what was accepted and is worth knowing, such as a field that the model
        does not have. With the header <code>Prefer: handling=strict</code> they are refused instead. With an{" "}
        <code>Idempotency-Key</code> you may repeat a call whose answer was lost: you get the first request again.
      </p>
      <h3 id="check">Check without running</h3>
      <p>
        With <code>?dry_run=true</code> nothing is recorded. The answer says what would be delivered: size, frames,
        sound, engine, price, the fate of every field, and when it would be done.
      </p>
      <CodeBlock lang={lang} title="Dry run" code={dryRun(lang, base, id, input)} />
      <h3 id="options">Options</h3>
      <p>
        One key of the body is reserved for this server: <code>filmgate</code>, an object. Other servers ignore it, so
        the same body works on both.
      </p>
      <OptionsTable />
    </section>
  );
}

function Follow({ lang, base, say }) {
  return (
    <>
      <section>
        <h2 id="monitor">Monitor</h2>
        <Route method="GET" path="/v1/requests/{request_id}/status" />
        <p>
          <code>status</code> is <code>in_queue</code>, <code>in_progress</code>, <code>completed</code> or{" "}
          <code>cancelled</code>. While it waits, <code>queue_position</code> counts the requests ahead. A request that
          failed is <code>completed</code> too; its result says so. <code>?wait=30</code> holds the answer back until
          something changes.
        </p>
        <CodeBlock lang={lang} title="Status" code={ofRequest(lang, base, "status")} />
        <Answer status={200} body={say.queued} />
      </section>
      <section>
        <h2 id="retrieve">Retrieve</h2>
        <Route method="GET" path="/v1/requests/{request_id}/result" />
        <p>
          Once it has ended, the result holds the output or the error. Before that it says the state, so asking early
          does no harm. <code>?include_cost=true</code> adds what was charged.
        </p>
        <CodeBlock lang={lang} title="Result" code={ofRequest(lang, base, "result")} />
        <Answer status={200} title="It succeeded" body={say.succeeded} />
        <Answer status={200} title="It failed" body={say.failed} />
      </section>
      <section>
        <h2 id="cancel">Cancel</h2>
        <Route method="POST" path="/v1/requests/{request_id}/cancel" />
        <p>
          Stops a request that waits, and one that renders on this machine. The answer's <code>outcome</code> is{" "}
          <code>cancelled</code>, or <code>not_cancellable</code> when it had ended or the engine cannot stop. What is
          cancelled stays cancelled.
        </p>
        <CodeBlock lang={lang} title="Cancel" code={ofRequest(lang, base, "cancel")} />
        <Answer status={202} body={say.cancel} />
      </section>
    </>
  );
}
