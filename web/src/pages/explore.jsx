// The first page: what this server can make, and the shortest way to make it.
import { useState } from "preact/hooks";
import { categoriesOf, categoryName, matches, useModels } from "../catalog.js";
import { modelParts } from "../format.js";
import { Link, modelPath } from "../router.js";
import { useGet } from "../store.js";
import { Ago, Button, Clip, Empty, Icon, Loaded, Search, Segmented, StatusBadge, usePointedAt } from "../ui/index.js";
import { useHotkey } from "../ui/hotkey.js";
import { ModelCard, ModelCardBones } from "./modelcard.jsx";

const LEADS = {
  "": "Models behind one API, rendered on this machine. Try one in its playground, then copy the same call as code.",
  "text-to-video": "Words in, a clip out: describe the scene, the camera and the sound.",
  "image-to-video": "Bring a still to life: your picture is the first frame, and may be the last.",
  "reference-to-video": "Keep people, things and styles recognisable from pictures you give.",
};

export function Explore() {
  const [text, setText] = useState("");
  const [category, setCategory] = useState("");
  const search = useHotkey("/");
  const models = useModels();
  const engines = useGet("/v1/engines").data?.engines;
  const clear = () => {
    setText("");
    setCategory("");
  };
  return (
    <div class="page">
      <header class="page-head">
        <div>
          <h1>Make video from words and pictures</h1>
          <p>{LEADS[category] ?? LEADS[""]}</p>
        </div>
      </header>
      <Loaded of={models} skeleton={<ModelCardBones />}>
        {(data) => (
          <>
            <div class="toolbar">
              <Search
                label="Search models"
                placeholder="Search models, inputs, ideas"
                value={text}
                onChange={setText}
                hotkey="/"
                inputRef={search}
              />
              <Segmented
                label="Category"
                value={category}
                onChange={setCategory}
                options={[
                  { id: "", label: "All" },
                  ...categoriesOf(data.models).map((id) => ({ id, label: categoryName(id) })),
                ]}
              />
            </div>
            <Grid models={ordered(data.models, text, category)} engines={engines} text={text} clear={clear} />
          </>
        )}
      </Loaded>
      {!text && !category && <Recent />}
    </div>
  );
}

const isTest = (model) => model.model_id.startsWith("test/");

/** What fits, models for testing last. */
function ordered(models, text, category) {
  return models
    .filter((model) => matches(model, text) && (!category || model.categories.includes(category)))
    .sort((a, b) => isTest(a) - isTest(b));
}

function Grid({ models, engines, text, clear }) {
  if (!models.length) {
    return (
      <Empty
        icon="search"
        title={text ? `No model matches “${text}”` : "No model is in this category"}
        action={<Button onClick={clear}>Show all models</Button>}
      >
        Search by name, by input such as end_image_url, or by what it should do.
      </Empty>
    );
  }
  return (
    <div class="model-grid">
      {models.map((model) => (
        <ModelCard key={model.model_id} model={model} engines={engines} />
      ))}
    </div>
  );
}

/** The newest results, so that coming back means going on. */
function Recent() {
  const { data } = useGet("/v1/requests?limit=8");
  if (!data?.requests.length) return <FirstSteps />;
  return (
    <section class="section" aria-labelledby="recent">
      <div class="section-head">
        <h2 id="recent">Your latest</h2>
        <Link class="push" to="/generations">
          All generations
        </Link>
      </div>
      <ul class="strip">
        {data.requests.map((request) => (
          <li key={request.request_id}>
            <RecentClip request={request} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function RecentClip({ request }) {
  const [isPointedAt, listen] = usePointedAt();
  return (
    <Link class="strip-item" to={modelPath(request.model_id, { request: request.request_id })} {...listen}>
      <Clip poster={request.poster_url} video={request.output?.video} isPlaying={isPointedAt}>
        {request.status !== "succeeded" && (
          <span class="clip-badges">
            <StatusBadge status={request.status} />
          </span>
        )}
      </Clip>
      <span class="truncate small strong">{request.prompt || modelParts(request.model_id).rest}</span>
      <span class="muted small">
        <Ago at={request.created_at} />
      </span>
    </Link>
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
      <div class="section-head">
        <h2 id="first">Three steps to your first clip</h2>
      </div>
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
