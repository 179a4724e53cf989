// The API tab's sections on files, errors, webhooks and events.
import { CodeBlock, Table } from "../../ui/index.js";
import { mediaFields } from "./example.js";
import { Answer, Route } from "./index.jsx";
import { events, upload, verify } from "./snippets.js";

const WAYS = [
  ["https://…", "A file anyone can fetch. It is fetched once, when you submit."],
  ["data:image/png;base64,…", "The file itself. The whole body may have 64 MiB."],
  ["filmgate://file_…", "A file you sent before, or the input of an earlier request of yours."],
  ["/files/… of this server", "A clip you just made: go on from it."],
  ["filmgate://samples/…", "Pictures that come with filmgate, to try things."],
];

export function FileInputs({ lang, base, model }) {
  const fields = mediaFields(model.input_schema);
  return (
    <section>
      <h2 id="files">File inputs</h2>
      {fields.length ? (
        <MediaTable fields={fields} />
      ) : (
        <p>This model takes no files; the rest of this section is for those that do.</p>
      )}
      <p>Wherever a model takes a picture or a video, any of these will do:</p>
      <Pairs caption="What a media field takes" head={["Value", "What it is"]} rows={WAYS} />
      <p>
        What you name is frozen when you submit: whatever the address serves tomorrow, the request renders what was
        there today. To use a file of your own more than once, send it and put the <code>uri</code> of the answer into
        the field:
      </p>
      <Route method="POST" path="/v1/files" />
      <CodeBlock lang={lang} title="Send a file" code={upload(lang, base)} />
    </section>
  );
}

const MEDIA_COLUMNS = [
  { title: "Field", isHead: true, cell: (field) => <code>{field.path}</code> },
  { title: "Takes", cell: (field) => (field.multiple ? `${field.kind}s` : `one ${field.kind}`) },
  { title: "Formats", cell: (field) => field.formats.join(", ") },
];

function MediaTable({ fields }) {
  return (
    <>
      <p>These fields of this model are files:</p>
      <Table caption="Media fields of this model" columns={MEDIA_COLUMNS} items={fields} idOf={(field) => field.path} />
    </>
  );
}

function Pairs({ caption, head, rows }) {
  const columns = head.map((title, i) => ({
    title,
    isHead: i === 0,
    isWide: i === head.length - 1,
    cell: (row) => (i ? row[i] : <code>{row[0]}</code>),
  }));
  return <Table caption={caption} columns={columns} items={rows} idOf={(row) => row[0]} />;
}

const ERRORS = [
  ["401", "401001", "The key is missing, wrong, revoked or expired."],
  ["403", "403001", "The request is someone else's, or the key may not do this."],
  ["404", "404001", "No such model or request; it may have been deleted."],
  ["413", "413001", "The body or a file is over its limit."],
  ["415", "415001", "The body is not declared as application/json."],
  ["422", "422001", "The input breaks the schema or a rule; detail names every place."],
  ["429", "429001", "Over a limit of the key. Only a submit answers it, with Retry-After."],
  ["503", "503001", "No engine can take the request now, or the database is away."],
  ["507", "507001", "The disk is nearly full."],
];

export function Errors({ say }) {
  return (
    <section>
      <h2 id="errors">Errors</h2>
      <p>
        Errors are JSON with a six-digit code. <code>detail</code> lists everything that is wrong at once, each with the
        place in the body, what was given and what is allowed. Status, result and cancel never answer 429.
      </p>
      <Answer status={422} title="A refused input" body={say.error} />
      <Pairs caption="Errors" head={["Status", "error_code", "When"]} rows={ERRORS} />
    </section>
  );
}

export function Webhooks({ lang, say }) {
  return (
    <section>
      <h2 id="webhooks">Webhooks</h2>
      <p>
        Instead of asking, be told. Put an address into <code>filmgate.webhook</code> of the body, into the header{" "}
        <code>X-Filmgate-Webhook</code>, or into the key; when the request has ended, it gets one POST:
      </p>
      <CodeBlock lang="json" title="POST to your address" code={JSON.stringify(say.webhook, null, 2)} />
      <p>
        Anything but a 2xx within ten seconds is tried again for about a day, later and later. A message may arrive
        twice; its <code>webhook-id</code> is the same then. Messages are signed as Standard Webhooks are:
      </p>
      <CodeBlock lang={lang} title="Is it really ours?" code={verify(lang)} />
    </section>
  );
}

const EVENTS = [
  ["queued", "It waits; data.queue_position says how many are ahead."],
  ["started", "A worker has it; data.attempt counts from 1."],
  ["stage, progress", "data.stage, and data.fraction of the whole, from 0 to 1."],
  ["preview", "data.url of a small picture of what is being made."],
  ["artifact", "A file is there: data.kind, data.name, data.url."],
  ["retry, released", "It goes back to the queue; data says why."],
  ["succeeded, failed, cancelled", "It has ended; beside data stands the request with its result."],
];

export function Events({ lang, base }) {
  return (
    <section>
      <h2 id="events">Events</h2>
      <Route method="GET" path="/v1/requests/{request_id}/events" />
      <p>
        One open connection instead of many questions: server-sent events of one request, or of all yours under{" "}
        <code>/v1/events</code>. Send the last id you saw as <code>Last-Event-ID</code> and nothing is lost when the
        connection breaks.
      </p>
      <CodeBlock lang={lang} title="Follow" code={events(lang, base)} />
      <Pairs caption="Events" head={["Event", "What it tells"]} rows={EVENTS} />
    </section>
  );
}
