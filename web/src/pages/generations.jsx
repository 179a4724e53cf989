// Everything made here: a wall of posters that filters, plays, re-runs and forgets.
import { useEffect, useRef, useState } from "preact/hooks";
import { useModels } from "../catalog.js";
import { count, plural } from "../format.js";
import { setQuery } from "../router.js";
import { useRequests } from "../requests.js";
import { Button, Empty, ErrorState, Search, Segmented, Select } from "../ui/index.js";
import { useHotkey } from "../ui/hotkey.js";
import { useWindowedGrid } from "../ui/window.js";
import { GenerationCard, CARD_TEXT_PX } from "./generationcard.jsx";
import { Lightbox } from "./lightbox.jsx";

const STATUSES = [
  { id: "", label: "All" },
  { id: "in_queue,in_progress", label: "Running" },
  { id: "succeeded", label: "Succeeded" },
  { id: "failed", label: "Failed" },
  { id: "cancelled", label: "Cancelled" },
];
const DAYS = [
  { value: "", label: "Any time" },
  { value: "1", label: "Last 24 hours" },
  { value: "7", label: "Last 7 days" },
  { value: "30", label: "Last 30 days" },
];
const LARGE = { minWidth: 232, gap: 14 };
const SMALL = { minWidth: 136, gap: 10 };
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The query of the API for the filters of the address; whole hours, so that it stays the same. */
function toQuery({ model, status, days, q }) {
  const since = days && Math.floor((Date.now() - days * DAY_MS) / HOUR_MS) * HOUR_MS;
  return { model, status, text: q, created_after: since ? new Date(since).toISOString() : "" };
}

export function Generations({ route }) {
  const { query } = route;
  const list = useRequests(toQuery(query));
  const isFiltered = Boolean(query.model || query.status || query.days || query.q);
  const open = (id) => setQuery({ request: id }, { replace: Boolean(query.request) });
  return (
    <div class="page">
      <header class="page-head">
        <div>
          <h1>Generations</h1>
          <p class="only-desk">
            Everything made with your keys. Point at one to play it; arrow keys move, <kbd>Enter</kbd> opens,{" "}
            <kbd>R</kbd> runs it again, <kbd>Delete</kbd> removes it.
          </p>
        </div>
      </header>
      <Filters query={query} list={list} />
      <Wall list={list} isFiltered={isFiltered} open={open} />
      {query.request && <Lightbox id={query.request} items={list.items} open={open} list={list} />}
    </div>
  );
}

function Filters({ query, list }) {
  const models = useModels().data?.models ?? [];
  const search = useHotkey("/");
  const [text, setText] = useState(query.q ?? "");
  useEffect(() => {
    const timer = setTimeout(() => (query.q ?? "") !== text && setQuery({ q: text }, { replace: true }), 250);
    return () => clearTimeout(timer);
  }, [text]);
  const set = (changes) => setQuery(changes, { replace: true });
  return (
    <div class="toolbar">
      <Search label="Search prompts" value={text} onChange={setText} hotkey="/" inputRef={search} />
      <Segmented label="Status" options={STATUSES} value={query.status ?? ""} onChange={(status) => set({ status })} />
      <Select
        label="Model"
        value={query.model ?? ""}
        onChange={(model) => set({ model })}
        options={[
          { value: "", label: "All models" },
          ...models.map((m) => ({ value: m.model_id, label: m.display_name })),
        ]}
      />
      <Select label="When" value={query.days ?? ""} onChange={(days) => set({ days })} options={DAYS} />
      <span class="muted small push num" role="status">
        {told(list)}
      </span>
    </div>
  );
}

const MOST_COUNTED = 10_000;

function told({ items, total, isEnd, isLoading, error }) {
  if (isLoading) return "Loading";
  if (error && !items.length) return "";
  if (isEnd) return plural(items.length, "generation");
  return total > MOST_COUNTED ? `over ${count(MOST_COUNTED)} generations` : plural(total ?? items.length, "generation");
}

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

function Wall({ list, isFiltered, open }) {
  const { items, error, isLoading, isEnd, more } = list;
  const grid = useWindowedGrid({
    count: items.length,
    ...(window.innerWidth < 480 ? SMALL : LARGE),
    heightOf: (width) => (width * 9) / 16 + CARD_TEXT_PX,
  });
  useEffect(() => {
    if (grid.isNearEnd && items.length) more();
  }, [grid.isNearEnd, items.length, grid.last]);
  const move = useArrowKeys(grid, items.length);
  if (isLoading && !items.length) return <Bones />;
  if (error && !items.length) return <ErrorState error={error} onRetry={list.refresh} />;
  if (!items.length) return <NothingYet isFiltered={isFiltered} />;
  const shown = items.slice(grid.first, grid.last);
  return (
    <>
      <ul class="wall" ref={grid.ref} style={{ height: `${grid.height}px` }} onKeyDown={move} aria-label="Generations">
        {shown.map((request, i) => {
          const at = grid.first + i;
          const { left, top } = grid.place(at);
          const style = {
            width: `${grid.cellWidth}px`,
            height: `${grid.cellHeight}px`,
            transform: `translate(${left}px, ${top}px)`,
          };
          return (
            <li
              key={request.request_id}
              style={style}
              data-at={at}
              aria-setsize={isEnd ? items.length : -1}
              aria-posinset={at + 1}
            >
              <GenerationCard request={request} list={list} open={open} />
            </li>
          );
        })}
      </ul>
      {!isEnd && (
        <p class="muted small wall-more" role="status">
          Loading more
        </p>
      )}
    </>
  );
}

/** Arrow keys, Home and End go from card to card, also to cards that are not drawn yet. */
function useArrowKeys(grid, count) {
  const wanted = useRef(null);
  useEffect(() => {
    if (wanted.current === null) return;
    const link = grid.ref.current?.querySelector(`[data-at="${wanted.current}"] a`);
    if (!link) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
    link.closest("li").scrollIntoView({ block: "nearest" });
  });
  return (event) => {
    const at = Number(event.target.closest("li")?.dataset.at);
    if (Number.isNaN(at) || event.target.tagName !== "A") return;
    const steps = { ...STEPS, ArrowDown: grid.columns, ArrowUp: -grid.columns, Home: -at, End: count - 1 - at };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(count - 1, at + step));
    wanted.current = next;
    const top = grid.ref.current.getBoundingClientRect().top + window.scrollY + grid.place(next).top;
    const isSeen = top > window.scrollY + 70 && top + grid.rowHeight < window.scrollY + window.innerHeight;
    if (!isSeen) window.scrollTo(0, top - window.innerHeight / 3);
    const link = grid.ref.current.querySelector(`[data-at="${next}"] a`);
    if (link) {
      wanted.current = null;
      link.focus({ preventScroll: true });
    }
  };
}

function NothingYet({ isFiltered }) {
  if (isFiltered) {
    const clear = () => setQuery({ q: "", status: "", model: "", days: "" }, { replace: true });
    return (
      <Empty icon="search" title="Nothing fits these filters" action={<Button onClick={clear}>Clear filters</Button>}>
        Try another word of the prompt, or a longer time.
      </Empty>
    );
  }
  return (
    <Empty
      icon="film"
      title="Nothing made yet"
      action={
        <Button kind="primary" to="/explore">
          Explore models
        </Button>
      }
    >
      Run an example in a playground, or submit a request with your key. What you make appears here while it renders.
    </Empty>
  );
}

function Bones() {
  return (
    <div class="wall-bones" aria-hidden="true">
      {Array.from({ length: 12 }, (_, i) => (
        <div key={i} class="card">
          <div class="clip bone" />
          <div class="bone-text" />
        </div>
      ))}
    </div>
  );
}
