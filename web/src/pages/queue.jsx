// For operators: what waits, what runs where, and whether the workers are well.
import { useEffect } from "preact/hooks";
import { plural, seconds, shortId } from "../format.js";
import { cancelRequest } from "../requests.js";
import { onEvent } from "../stream.js";
import { useGet } from "../store.js";
import { Ago, Badge, Empty, ErrorState, IconButton, Loaded, Note, Progress, Skeleton } from "../ui/index.js";

const LOOK_MS = 3000;

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
        <ErrorState title="For operators" error={{ message: "Sign in with an admin key to see the requests of every owner." }} />
      ) : (
        <Loaded of={queue} skeleton={<Skeleton lines={[100, 100, 100]} height={60} />}>
          {(data) => <Shown data={data} reload={queue.reload} />}
        </Loaded>
      )}
    </div>
  );
}

function Shown({ data, reload }) {
  const { waiting = [], running = [], workers = [] } = data;
  return (
    <div class="stack loose">
      <Totals data={data} />
      {waiting.length > 0 && workers.length === 0 && (
        <Note kind="warn" title="Nobody takes these requests.">
          Start a worker with <code class="hint-code">filmgate worker</code>, or the server with more than 0 slots.
        </Note>
      )}
      <section aria-labelledby="running">
        <h2 id="running" class="section-title">Running</h2>
        {running.length ? <Running items={running} reload={reload} /> : <Nothing>Nothing renders right now.</Nothing>}
      </section>
      <section aria-labelledby="waiting">
        <h2 id="waiting" class="section-title">Waiting</h2>
        {waiting.length ? <Waiting items={waiting} depth={data.depth} reload={reload} /> : <Nothing>Nothing waits: a new request starts at once.</Nothing>}
      </section>
      <section aria-labelledby="workers">
        <h2 id="workers" class="section-title">Workers</h2>
        {workers.length ? <Workers items={workers} /> : <Empty icon="server" title="No worker has been seen">A worker reports itself when it starts.</Empty>}
      </section>
    </div>
  );
}

const Nothing = ({ children }) => <p class="card pad muted">{children}</p>;

function Totals({ data }) {
  const { depth = data.waiting?.length ?? 0, workers = [], running = [] } = data;
  const alive = workers.filter((worker) => worker.is_alive !== false);
  const slots = data.slots ?? alive.reduce((sum, worker) => sum + (worker.slots ?? 0), 0);
  const facts = [
    ["Waiting", depth, data.oldest_at ? <>oldest <Ago at={data.oldest_at} /></> : "the queue is empty"],
    ["Running", data.running_count ?? running.length, slots ? `of ${plural(slots, "slot")}` : ""],
    ["Workers", alive.length, alive.length === workers.length ? "all alive" : `${workers.length - alive.length} lost`],
  ];
  return (
    <dl class="totals">
      {facts.map(([name, value, note]) => (
        <div key={name} class="card pad"><dt>{name}</dt><dd class="num">{value}</dd><dd class="muted small">{note}</dd></div>
      ))}
    </dl>
  );
}

/** A table of which `columns` is [title, cell, class]. */
function Table({ caption, columns, items, idOf }) {
  return (
    <div class="table-wrap">
      <table class="table">
        <caption class="sr-only">{caption}</caption>
        <thead><tr>{columns.map(([title, , look]) => <th key={title} scope="col" class={look}>{title === "Actions" ? <span class="sr-only">Actions</span> : title}</th>)}</tr></thead>
        <tbody>
          {items.map((item) => (
            <tr key={idOf(item)}>{columns.map(([title, cell, look]) => <td key={title} class={look}>{cell(item)}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const common = [
  ["Request", (item) => <code title={item.request_id}>{shortId(item.request_id)}</code>, "shrink"],
  ["Model", (item) => <span class="wrap-anywhere">{item.model_id}</span>],
  ["Engine", (item) => item.engine, "shrink"],
  ["Owner", (item) => item.owner ?? (item.owner_id ? shortId(item.owner_id) : ""), "shrink"],
];

const cancelColumn = (reload) => [
  "Actions",
  (item) => <IconButton small label={`Cancel ${item.request_id}`} icon="close" onClick={() => cancelRequest(item.request_id).then(reload)} />,
  "shrink",
];

function Running({ items, reload }) {
  const columns = [
    ...common,
    ["Worker", (item) => item.worker ?? "", "shrink"],
    ["Progress", (item) => <RunningProgress item={item} />],
    ["Attempt", (item) => item.attempt, "right shrink"],
    ["Lease", (item) => <Lease until={item.lease_until} />, "shrink"],
    ["Since", (item) => <Ago at={item.started_at} />, "shrink"],
    cancelColumn(reload),
  ];
  return <Table caption="Running requests" columns={columns} items={items} idOf={(item) => item.request_id} />;
}

function RunningProgress({ item }) {
  const part = item.progress?.fraction;
  return (
    <div class="run-progress">
      <span class="small">{item.progress?.stage ?? "starting"}{part === undefined ? "" : ` · ${Math.round(part * 100)} %`}</span>
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
    ["Place", (item) => item.position ?? "", "right shrink"],
    ...common,
    ["Priority", (item) => item.priority ?? "", "right shrink"],
    ["Admitted", (item) => (item.is_admitted === false ? <Badge title="Its key has as many at once as it may">held back</Badge> : "yes"), "shrink"],
    ["Since", (item) => <Ago at={item.created_at} />, "shrink"],
    cancelColumn(reload),
  ];
  return (
    <>
      <Table caption="Waiting requests" columns={columns} items={items} idOf={(item) => item.request_id} />
      {depth > items.length && <p class="muted small wall-more">The first {items.length} of {plural(depth, "request")}.</p>}
    </>
  );
}

function Workers({ items }) {
  const columns = [
    ["Worker", (item) => <strong>{item.name}</strong>],
    ["Process", (item) => [item.host, item.pid].filter(Boolean).join(" · "), "shrink"],
    ["Slots", (item) => `${item.busy ?? 0} of ${item.slots ?? "?"}`, "right shrink"],
    ["Engines", (item) => item.engines?.join(", ") ?? "all", "shrink"],
    ["Seen", (item) => <Ago at={item.seen_at} />, "shrink"],
    ["State", (item) => <Badge kind={item.is_alive === false ? "bad" : "good"} dot>{item.is_alive === false ? "Lost" : "Alive"}</Badge>, "shrink"],
  ];
  return <Table caption="Workers" columns={columns} items={items} idOf={(item) => item.name} />;
}
