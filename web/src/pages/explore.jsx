// The first page: what this server can make, and the shortest way to make it.
import { useState } from "preact/hooks";
import { isFinal } from "../active.js";
import { categoryName, matches, useModels } from "../catalog.js";
import { modelParts } from "../format.js";
import { Link, modelPath } from "../router.js";
import { useGet } from "../store.js";
import { Ago, Button, Clip, Empty, Icon, Loaded, Search, StatusBadge } from "../ui/index.js";
import { useHotkey } from "../ui/hotkey.js";
import { ModelCard, ModelCardBones } from "./modelcard.jsx";

const ORDER = ["text-to-video", "image-to-video", "reference-to-video", "video-to-video"];
const LEADS = {
  "text-to-video": "Words in, a clip out",
  "image-to-video": "Bring a still to life",
  "reference-to-video": "Keep people and things recognisable",
};

export function Explore() {
  const [text, setText] = useState("");
  const search = useHotkey("/");
  const models = useModels();
  const engines = useGet("/v1/engines").data?.engines;
  return (
    <div class="page">
      <header class="page-head hero">
        <div>
          <h1>Make video from words and pictures</h1>
          <p>
            Models behind one API, rendered on this machine. Try one in its playground, then copy the same call as code.
          </p>
        </div>
      </header>
      <div class="toolbar">
        <Search label="Search models" placeholder="Search models, inputs, ideas" value={text} onChange={setText} hotkey="/" inputRef={search} />
      </div>
      <Loaded of={models} skeleton={<ModelCardBones />}>
        {(data) => <Groups models={data.models.filter((model) => matches(model, text))} engines={engines} text={text} clear={() => setText("")} />}
      </Loaded>
      {!text && <Recent />}
    </div>
  );
}

function Groups({ models, engines, text, clear }) {
  if (!models.length) {
    return (
      <Empty icon="search" title={`No model matches “${text}”`} action={<Button onClick={clear}>Show all models</Button>}>
        Search by name, by input such as end_image_url, or by what it should do.
      </Empty>
    );
  }
  return grouped(models).map(([category, members]) => (
    <section class="section" key={category} aria-labelledby={`group-${category}`}>
      <div class="section-head">
        <h2 id={`group-${category}`}>{categoryName(category)}</h2>
        <span class="muted small only-desk">{LEADS[category]}</span>
        <Link class="push" to={`/models?category=${category}`}>See all</Link>
      </div>
      <div class="model-grid">
        {members.map((model) => <ModelCard key={model.model_id} model={model} engines={engines} />)}
      </div>
    </section>
  ));
}

/** Models by their last category, the well-known categories first; test models last. */
function grouped(models) {
  const groups = new Map();
  const rank = (model) => (model.model_id.startsWith("test/") ? 1 : 0);
  [...models].sort((a, b) => rank(a) - rank(b)).forEach((model) => {
    const category = model.categories.at(-1) ?? "other";
    groups.set(category, [...(groups.get(category) ?? []), model]);
  });
  const place = (category) => (ORDER.indexOf(category) + 1 || ORDER.length + 1);
  return [...groups].sort(([a], [b]) => place(a) - place(b));
}

/** The newest results, so that coming back means going on. */
function Recent() {
  const { data } = useGet("/v1/requests?limit=8");
  if (!data?.requests.length) return <FirstSteps />;
  return (
    <section class="section" aria-labelledby="recent">
      <div class="section-head">
        <h2 id="recent">Your latest</h2>
        <Link class="push" to="/generations">All generations</Link>
      </div>
      <ul class="strip">
        {data.requests.map((request) => (
          <li key={request.request_id}>
            <Link class="strip-item" to={modelPath(request.model_id, { request: request.request_id })}>
              <Clip poster={request.poster_url} video={request.output?.video}>
                {!isFinal(request.status) || request.status !== "succeeded" ? (
                  <span class="clip-badges"><StatusBadge status={request.status} /></span>
                ) : null}
              </Clip>
              <span class="truncate small strong">{modelParts(request.model_id).rest}</span>
              <span class="muted small"><Ago at={request.created_at} /></span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

const STEPS = [
  ["play", "Run an example", "Every playground opens with an input that works. Press Run and watch it render."],
  ["terminal", "Copy it as code", "The same input as cURL, Python or JavaScript, with this server's address."],
  ["key", "Make a key", "Programs sign in with a key of their own, with its own limits."],
];

function FirstSteps() {
  return (
    <section class="section" aria-labelledby="first">
      <div class="section-head"><h2 id="first">Three steps to your first clip</h2></div>
      <ol class="steps">
        {STEPS.map(([icon, title, what]) => (
          <li key={title} class="card pad">
            <Icon name={icon} size={20} />
            <h3>{title}</h3>
            <p class="soft small">{what}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
