// Runs of one model as a table.
import { isFinal } from "../active.js";
import { between, money, seconds } from "../format.js";
import { cancelRequest, runAgain, useRequests } from "../requests.js";
import { modelPath, setQuery } from "../router.js";
import { Ago, Button, Clip, Empty, ErrorState, IconButton, Skeleton, StatusBadge } from "../ui/index.js";
import { removeFrom } from "./generationcard.jsx";

export function Runs({ model }) {
  const list = useRequests({ model: model.model_id });
  if (list.error && !list.items.length) return <ErrorState error={list.error} onRetry={list.refresh} />;
  if (list.isLoading) return <Skeleton lines={[100, 100, 100, 100]} height={48} />;
  if (!list.items.length) {
    return (
      <Empty icon="play" title="This model has not run yet" action={<Button kind="primary" onClick={() => setQuery({ tab: "" })}>Open the playground</Button>}>
        Its example works as it stands. Runs from the API appear here too.
      </Empty>
    );
  }
  return (
    <>
      <div class="table-wrap">
        <table class="table runs">
          <caption class="sr-only">Runs of {model.display_name}, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Clip</th>
              <th scope="col">Prompt</th>
              <th scope="col">Status</th>
              <th scope="col">Engine</th>
              <th scope="col" class="right">Took</th>
              <th scope="col" class="right">Cost</th>
              <th scope="col">Started</th>
              <th scope="col"><span class="sr-only">Actions</span></th>
            </tr>
          </thead>
          <tbody>{list.items.map((request) => <Run key={request.request_id} request={request} list={list} />)}</tbody>
        </table>
      </div>
      {!list.isEnd && <p class="wall-more"><Button onClick={list.more}>Show more</Button></p>}
    </>
  );
}

function Run({ request, list }) {
  const id = request.request_id;
  const path = modelPath(request.model_id, { request: id });
  return (
    <tr>
      <td class="runs-clip"><Clip poster={request.poster_url ?? request.preview_url} video={request.output?.video} /></td>
      <td class="runs-prompt">
        <a class="truncate" href={path} onClick={(event) => openRun(event, id)}>{request.prompt || id}</a>
        {request.error && <span class="truncate small muted" title={request.error.message}>{request.error.message}</span>}
      </td>
      <td class="shrink"><StatusBadge status={request.status} /></td>
      <td class="shrink">{request.engine}</td>
      <td class="right shrink">{seconds(between(request.started_at, request.finished_at) ?? undefined)}</td>
      <td class="right shrink">{money(request.cost_usd)}</td>
      <td class="shrink"><Ago at={request.created_at} /></td>
      <td class="shrink"><Acts request={request} list={list} /></td>
    </tr>
  );
}

function openRun(event, id) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button > 0) return;
  event.preventDefault();
  setQuery({ tab: "", request: id });
}

function Acts({ request, list }) {
  const id = request.request_id;
  if (!isFinal(request.status)) return <IconButton small label="Cancel" icon="close" onClick={() => cancelRequest(id)} />;
  return (
    <span class="row runs-acts">
      <IconButton small label="Run again" icon="replay" onClick={() => runAgain(id)} />
      {request.output?.video && <IconButton small label="Download" icon="download" href={request.output.video} download={`${id}.mp4`} />}
      <IconButton small label="Delete" icon="trash" onClick={() => removeFrom(list, id)} />
    </span>
  );
}
