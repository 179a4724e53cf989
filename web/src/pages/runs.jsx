// Runs of one model as a table.
import { isFinal } from "../active.js";
import { between, money, seconds } from "../format.js";
import { cancelRequest, downloadOf, runAgain, useRequests } from "../requests.js";
import { modelPath, setQuery } from "../router.js";
import {
  Ago,
  Button,
  Clip,
  Empty,
  ErrorState,
  IconButton,
  Skeleton,
  StatusBadge,
  Table,
  usePointedAt,
} from "../ui/index.js";
import { removeFrom } from "./generationcard.jsx";

export function Runs({ model }) {
  const list = useRequests({ model: model.model_id });
  if (list.error && !list.items.length) return <ErrorState error={list.error} onRetry={list.refresh} />;
  if (list.isLoading) return <Skeleton lines={[100, 100, 100, 100]} height={48} />;
  if (!list.items.length) {
    return (
      <Empty
        icon="play"
        title="This model has not run yet"
        action={
          <Button kind="primary" onClick={() => setQuery({ tab: "" })}>
            Open the playground
          </Button>
        }
      >
        Its example works as it stands. Runs from the API appear here too.
      </Empty>
    );
  }
  return (
    <>
      <Table
        caption={`Runs of ${model.display_name}, newest first`}
        columns={columnsFor(list)}
        items={list.items}
        idOf={(request) => request.request_id}
      />
      {!list.isEnd && (
        <p class="wall-more">
          <Button onClick={list.more}>Show more</Button>
        </p>
      )}
    </>
  );
}

function columnsFor(list) {
  return [
    {
      title: "Clip",
      isTitleHidden: true,
      look: "runs-clip",
      cell: (request) => <RunClip request={request} />,
    },
    { title: "Prompt", isHead: true, look: "runs-prompt", cell: (request) => <Prompt request={request} /> },
    { title: "Status", look: "shrink", cell: (request) => <StatusBadge status={request.status} /> },
    { title: "Engine", look: "shrink", cell: (request) => request.engine },
    {
      title: "Took",
      look: "right shrink",
      cell: (request) => seconds(between(request.started_at, request.finished_at) ?? undefined),
    },
    { title: "Cost", look: "right shrink", cell: (request) => money(request.cost_usd) },
    { title: "Submitted", look: "shrink", cell: (request) => <Ago at={request.created_at} /> },
    {
      title: "Actions",
      isTitleHidden: true,
      look: "shrink",
      cell: (request) => <Acts request={request} list={list} />,
    },
  ];
}

function RunClip({ request }) {
  const [isPointedAt, listen] = usePointedAt();
  return (
    <div {...listen}>
      <Clip poster={request.poster_url ?? request.preview_url} video={request.output?.video} isPlaying={isPointedAt} />
    </div>
  );
}

function Prompt({ request }) {
  const id = request.request_id;
  return (
    <>
      <a class="truncate" href={modelPath(request.model_id, { request: id })} onClick={(event) => openRun(event, id)}>
        {request.prompt || id}
      </a>
      {request.error && (
        <span class="truncate small muted" title={request.error.message}>
          {request.error.message}
        </span>
      )}
    </>
  );
}

function openRun(event, id) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button > 0) return;
  event.preventDefault();
  setQuery({ tab: "", request: id });
}

function Acts({ request, list }) {
  const id = request.request_id;
  if (!isFinal(request.status))
    return <IconButton small label="Cancel" icon="close" onClick={() => cancelRequest(id)} />;
  return (
    <span class="row runs-acts">
      <IconButton small label="Run again" icon="replay" onClick={() => runAgain(id)} />
      {request.output?.video && (
        <IconButton small label="Download" icon="download" href={downloadOf(request)} download={`${id}.mp4`} />
      )}
      <IconButton small label="Delete" icon="trash" onClick={() => removeFrom(list, id)} />
    </span>
  );
}
