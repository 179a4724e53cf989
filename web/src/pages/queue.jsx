// For operators: what waits, what runs where, and whether the workers are well.
import { useEffect } from "preact/hooks";
import { plural, seconds, shortId } from "../format.js";
import { cancelRequest } from "../requests.js";
import { onEvent } from "../stream.js";
import { useGet } from "../store.js";
import { Ago, Badge, ErrorState, IconButton, Loaded, Note, Progress, Skeleton, Table, Totals } from "../ui/index.js";

const LOOK_MS = 3000;
/** How long the oldest may wait before we say that nobody takes it. */
const PATIENCE_S = 15;

export function Queue() {
  const queue = useGet("/v1/queue", { everyMs: LOOK_MS });
  useEffect(() => {
    let timer = null;
    const stop = onEvent((event) => {
      if (event.type === "progress") return;
      clearTimeout(timer);
      timer = setTimeout(queue.reload, 300);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [queue.reload]);
  return (
    <div class="page">
      <header class="page-head">
        <div>
          <h1>Queue & workers</h1>
          <p>Of every owner of this server, as it is now.</p>
        </div>
      </header>
      {queue.error?.status === 403 ? (
        <ErrorState
          title="For operators"
          error={{ message: "Sign in with an admin key to see the requests of every owner." }}
        />
      ) : (
        <Loaded of={queue} skeleton={<Skeleton lines={[100, 100, 100]} height={60} />}>
          {(data) => <Shown data={data} reload={queue.reload} />}
        </Loaded>
      )}
    </div>
  );
}

function Shown({ data, reload }) {
  const { waiting, next, running, workers } = data;
  return (
    <div class="stack loose">
      <Totals facts={facts(data)} />
      <Stuck data={data} />
      <section aria-labelledby="running">
        <h2 id="running" class="section-title">
          Running
        </h2>
        {running.length ? <Running items={running} reload={reload} /> : <Nothing>Nothing renders right now.</Nothing>}
      </section>
      <section aria-labelledby="waiting">
        <h2 id="waiting" class="section-title">
          Waiting
        </h2>
        {next.length ? (
          <Waiting items={next} depth={waiting} reload={reload} />
        ) : (
          <Nothing>Nothing waits: a new request starts at once.</Nothing>
        )}
      </section>
      <section aria-labelledby="workers">
        <h2 id="workers" class="section-title">
          Workers at work
        </h2>
        {workers.length ? (
          <Workers items={workers} />
        ) : (
          <Nothing>No worker holds a request. An idle one shows up when it takes the next.</Nothing>
        )}
      </section>
    </div>
  );
}

const Nothing = ({ children }) => <p class="card pad muted">{children}</p>;
const ageOf = (iso) => (iso ? (Date.now() - Date.parse(iso)) / 1000 : 0);

/** Requests wait, yet nothing renders: probably nobody is there to take them. */
function Stuck({ data }) {
  if (!data.waiting || data.running.length || ageOf(data.oldest_waiting_at) < PATIENCE_S) return null;
  return (
    <Note kind="warn" title="Nobody takes these requests.">
      Start a worker with <code class="hint-code">filmgate worker</code>, or the server with more than 0 slots.
    </Note>
  );
}

function facts(data) {
  const { waiting, oldest_waiting_at: oldest, in_progress: running, in_doubt: doubt, workers } = data;
  return [
    [
      "Waiting",
      waiting,
      oldest ? (
        <>
          oldest <Ago at={oldest} />
        </>
      ) : (
        "the queue is empty"
      ),
    ],
    ["Running", running, running ? `on ${plural(workers.length, "worker")}` : "every slot is free"],
    ["In doubt", doubt, doubt ? "a paid upstream may have taken them" : "no paid call is unresolved"],
  ];
}

const column = (title, cell, look, more) => ({ title, cell, look, ...more });

const common = [
  column("Request", (item) => <code title={item.request_id}>{shortId(item.request_id)}</code>, "shrink", {
    isHead: true,
  }),
  column("Model", (item) => <span class="wrap-anywhere">{item.model_id}</span>, undefined, { isWide: true }),
  column("Engine", (item) => item.engine, "shrink"),
  column("Owner", (item) => item.owner ?? (item.owner_id ? shortId(item.owner_id) : ""), "shrink"),
];

const cancelColumn = (reload) =>
  column(
    "Actions",
    (item) => (
      <IconButton
        small
        label={`Cancel ${item.request_id}`}
        icon="close"
        onClick={() => cancelRequest(item.request_id).then(reload)}
      />
    ),
    "shrink",
    { isTitleHidden: true },
  );

function Running({ items, reload }) {
  const columns = [
    ...common,
    column("Worker", (item) => item.worker ?? "", "shrink"),
    column("Progress", (item) => <RunningProgress item={item} />),
    column("Attempt", (item) => item.attempt, "right shrink"),
    column("Lease", (item) => <Lease until={item.lease_until} />, "shrink"),
    column("Since", (item) => <Ago at={item.started_at} />, "shrink"),
    cancelColumn(reload),
  ];
  return <Table caption="Running requests" columns={columns} items={items} idOf={(item) => item.request_id} />;
}

function RunningProgress({ item }) {
  const part = item.progress?.fraction;
  return (
    <div class="run-progress">
      <span class="small">
        {item.progress?.stage ?? "starting"}
        {part === undefined ? "" : ` · ${Math.round(part * 100)} %`}
      </span>
      <Progress value={part ?? null} label={`Progress of ${item.request_id}`} />
    </div>
  );
}

function Lease({ until }) {
  if (!until) return "";
  const left = (Date.parse(until) - Date.now()) / 1000;
  return left > 0 ? <span class="num">{seconds(left)}</span> : <Badge kind="warn">ran out</Badge>;
}

function Waiting({ items, depth, reload }) {
  const columns = [
    ...common,
    column(
      "Admitted",
      (item) =>
        item.is_admitted === false ? <Badge title="Its key has as many at once as it may">held back</Badge> : "yes",
      "shrink",
    ),
    column("Since", (item) => <Ago at={item.created_at} />, "shrink"),
    cancelColumn(reload),
  ];
  return (
    <>
      <Table
        caption="Waiting requests, the next one first"
        columns={columns}
        items={items}
        idOf={(item) => item.request_id}
      />
      {depth > items.length && (
        <p class="muted small wall-more">
          The first {items.length} of {plural(depth, "request")}.
        </p>
      )}
    </>
  );
}

const WORKER_COLUMNS = [
  column("Worker", (item) => <span class="wrap-anywhere">{item.worker}</span>, undefined, { isHead: true }),
  column("Requests", (item) => item.running, "right shrink"),
  column("Lease", (item) => <Lease until={item.lease_until} />, "shrink"),
];

const Workers = ({ items }) => (
  <Table caption="Workers" columns={WORKER_COLUMNS} items={items} idOf={(item) => item.worker} />
);
