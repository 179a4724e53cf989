// Lists of requests: pages by cursor, kept up to date by events; and what is done with one.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { api, withQuery } from "./api.js";
import { bodyOf, merged, withEvent } from "./request.js";
import { modelPath, navigate } from "./router.js";
import { onEvent, onSync } from "./stream.js";
import { toast, toastError } from "./ui/toast.jsx";

export { bodyOf, downloadOf } from "./request.js";

const PAGE = 60;
const CALM_MS = 400;
const EMPTY = { items: [], total: null, cursor: null, isEnd: false, isLoading: true, error: null };

/** Requests that fit a query of `GET /v1/requests`, with `more()` for the next page. */
export function useRequests(query) {
  const path = withQuery("/v1/requests", { ...query, limit: PAGE });
  const [state, setState] = useState(EMPTY);
  const now = useRef({ path, isBusy: false, state });
  now.current.state = state;

  const fetchPage = useCallback(
    async (cursor, apply) => {
      try {
        const count = cursor ? "" : "true";
        const page = await api.get(withQuery("/v1/requests", { ...query, limit: PAGE, cursor, count }));
        if (now.current.path === path) setState((before) => apply(before, page));
      } catch (error) {
        if (now.current.path === path) setState((before) => ({ ...before, isLoading: false, error }));
      }
    },
    [path],
  );
  const refresh = useCallback(() => fetchPage(null, firstPage), [fetchPage]);
  const more = useCallback(async () => {
    const { cursor, isEnd } = now.current.state;
    if (now.current.isBusy || isEnd || !cursor) return;
    now.current.isBusy = true;
    await fetchPage(cursor, nextPage);
    now.current.isBusy = false;
  }, [fetchPage]);

  useEffect(() => {
    now.current.path = path;
    now.current.isBusy = false;
    setState(EMPTY);
    refresh();
  }, [path]);
  useLive(refresh, setState);
  const remove = (id) =>
    setState((before) => ({
      ...before,
      items: before.items.filter((item) => item.request_id !== id),
      total: before.total && before.total - 1,
    }));
  return { ...state, more, refresh, remove };
}

function firstPage(before, page) {
  const isFirst = before.cursor === null;
  return {
    items: merged(page.requests, before.items),
    total: page.total ?? null,
    cursor: isFirst ? page.next_cursor : before.cursor,
    isEnd: isFirst ? !page.next_cursor : before.isEnd,
    isLoading: false,
    error: null,
  };
}

function nextPage(before, page) {
  return {
    items: merged(before.items, page.requests),
    total: before.total,
    cursor: page.next_cursor,
    isEnd: !page.next_cursor,
    isLoading: false,
    error: null,
  };
}

/** Patch what is shown with every event; look for new requests when one is queued or has ended. */
function useLive(refresh, setState) {
  useEffect(() => {
    let timer = null;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(refresh, CALM_MS);
    };
    const hear = (event) => {
      setState((before) => {
        const at = before.items.findIndex((item) => item.request_id === event.request_id);
        if (at < 0) return before;
        const items = [...before.items];
        items[at] = withEvent(items[at], event);
        return { ...before, items };
      });
      if (event.type === "queued" || event.request) soon();
    };
    const stops = [onEvent(hear), onSync(refresh)];
    return () => {
      clearTimeout(timer);
      stops.forEach((stop) => stop());
    };
  }, [refresh]);
}

/** Run the same input again; says where to see it. */
export async function runAgain(requestId) {
  try {
    const request = await api.get(`/v1/requests/${requestId}`);
    const made = await api.post(`/v1/models/${request.model_id}`, bodyOf(request));
    const run = () => navigate(modelPath(request.model_id, { request: made.request_id }));
    toast("Running again with the same input.", { kind: "good", action: { label: "Watch", run } });
  } catch (error) {
    toastError(error);
  }
}

/** Delete, and offer to take it back; `onGone` and `onBack` keep the list right. */
export async function deleteWithUndo(requestId, { onGone, onBack }) {
  onGone();
  try {
    await api.del(`/v1/requests/${requestId}`);
  } catch (error) {
    toastError(error);
    onBack();
    return;
  }
  const run = async () => {
    try {
      await api.post(`/v1/requests/${requestId}/undelete`);
      onBack();
    } catch (error) {
      toastError(error);
    }
  };
  toast("Deleted. It can be restored for a day.", { action: { label: "Undo", run } });
}

/** Cancel; says so when it was too late. */
export async function cancelRequest(requestId) {
  try {
    const answer = await api.post(`/v1/requests/${requestId}/cancel`);
    if (answer.outcome === "cancelled") toast("Cancelled.");
    else toast("It had ended already, or its engine cannot stop.", { kind: "warn" });
  } catch (error) {
    toastError(error);
  }
}
