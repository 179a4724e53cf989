// Media fields: one file or a list of them, each with its preview and its measured size.
import { useState } from "preact/hooks";
import { Icon, IconButton } from "../ui/index.js";
import { bytes } from "../format.js";
import { ChooseFile, TakeMedia, useTaking } from "./dropzone.jsx";
import { Messages } from "./messages.jsx";
import { ofList, useForm, useMessages } from "./fields.js";
import { moved } from "./segments.js";
import { useSource } from "./sources.js";
import { useUploads } from "./uploads.js";

const kindOfFile = (file) => file.type.split("/")[0];

/** Those of the files that the field is for, and what to say of the others. */
function sorted(files, kind) {
  const good = files.filter((file) => !file.type || kindOfFile(file) === kind);
  const bad = files.filter((file) => !good.includes(file));
  const needed = kind === "video" ? "a video" : "a picture";
  return { good, problems: bad.map((file) => `${file.name} is not ${needed}`) };
}

/** A single media value. */
export function MediaOne({ id, label, hint, value, onChange, isBad, compact }) {
  const uploads = useUploads();
  const [refused, setRefused] = useState([]);
  const take = async (files) => {
    const { good, problems } = sorted(files, hint.kind);
    setRefused(problems);
    if (!good.length) return;
    const [uri] = await uploads.send(good.slice(0, 1));
    if (uri) onChange(uri);
  };
  const { isOver, handlers } = useTaking(take);
  const sending = uploads.sending[0];
  const look = ["pg-drop", isOver && "over", isBad && "bad", compact && "compact"].filter(Boolean).join(" ");
  return (
    <div class={look} role="group" aria-label={label} id={id} {...handlers}>
      {sending ? (
        <Sending item={sending} onStop={() => uploads.stop(sending.id)} />
      ) : value ? (
        <Shown value={value} hint={hint} label={label}>
          <ChooseFile hint={hint} label={label} onFiles={take} kind="ghost">Replace</ChooseFile>
          <IconButton small icon="close" label={`Remove ${label}`} onClick={() => onChange(undefined)} />
        </Shown>
      ) : (
        <TakeMedia hint={hint} label={label} onFiles={take} onAddress={onChange} compact={compact} describedBy={`${id}__messages`} />
      )}
      <Messages id={`${id}-files`} errors={[...refused, ...uploads.failures]} />
    </div>
  );
}

/** A list of media values, in order; each tile may be moved and removed. `onChange` is given a function of the value. */
export function MediaMany({ id, path, label, hint, value, onChange, limit, isBad, badge = (n) => String(n) }) {
  const uris = Array.isArray(value) ? value : [];
  const uploads = useUploads();
  const [refused, setRefused] = useState([]);
  // a function of what is there then: other files may have arrived while these were on their way
  const put = (work) => onChange(ofList(work));
  const take = async (files) => {
    const { good, problems } = sorted(files, hint.kind);
    setRefused(problems);
    const sent = await uploads.send(good);
    if (sent.length) put((now) => [...now, ...sent]);
  };
  const { isOver, handlers } = useTaking(take);
  const look = ["pg-drop many", isOver && "over", isBad && "bad"].filter(Boolean).join(" ");
  const isFull = limit !== undefined && uris.length >= limit;
  return (
    <div class={look} role="group" aria-label={label} id={id} {...handlers}>
      {uris.length + uploads.sending.length > 0 && (
        <ol class="pg-tiles">
          {uris.map((uri, i) => (
            <Tile
              key={`${i}-${uri}`}
              path={`${path}.${i}`}
              uri={uri}
              hint={hint}
              name={`${label} ${i + 1}`}
              badge={badge(i + 1)}
              onLeft={i > 0 && (() => put((now) => moved(now, i, i - 1)))}
              onRight={i < uris.length - 1 && (() => put((now) => moved(now, i, i + 1)))}
              onRemove={() => put((now) => now.filter((_, k) => k !== i))}
            />
          ))}
          {uploads.sending.map((item) => (
            <li key={item.id} class="pg-tile"><Sending item={item} onStop={() => uploads.stop(item.id)} /></li>
          ))}
        </ol>
      )}
      {isFull ? (
        <p class="muted small pg-full">All {limit} places are taken.</p>
      ) : (
        <TakeMedia compact={uris.length > 0} multiple hint={hint} label={label} onFiles={take} onAddress={(uri) => put((now) => [...now, uri])} describedBy={`${id}__messages`} />
      )}
      <Messages id={`${id}-files`} errors={[...refused, ...uploads.failures]} />
    </div>
  );
}

function Tile({ path, uri, hint, name, badge, onLeft, onRight, onRemove }) {
  const { errors, warnings } = useMessages(path);
  return (
    <li class={`pg-tile ${errors.length ? "bad" : ""}`}>
      <Shown value={uri} hint={hint} label={name} badge={badge}>
        {onLeft && <IconButton small icon="left" label={`Move ${name} forward`} onClick={onLeft} />}
        {onRight && <IconButton small icon="right" label={`Move ${name} back`} onClick={onRight} />}
        <IconButton small icon="close" label={`Remove ${name}`} onClick={onRemove} />
      </Shown>
      <Messages id={path} errors={errors} warnings={warnings} />
    </li>
  );
}

/** A value's preview with its measured size, or why there is none. */
function Shown({ value, hint, label, badge, children }) {
  const { source, error } = useSource(value);
  const [facts, setFacts] = useState("");
  const [broken, setBroken] = useState(null);
  const isBroken = error || broken === value;
  const name = source?.name ?? String(value);
  return (
    <figure class="pg-shown">
      <div class="pg-frame">
        {isBroken ? (
          <Broken error={error} isRemote={/^https?:/.test(value)} />
        ) : source ? (
          <Preview kind={hint.kind} url={source.url} label={label} onFacts={setFacts} onBroken={() => setBroken(value)} />
        ) : (
          <span class="bone pg-bone" />
        )}
        {badge && <span class="pg-badge left">{badge}</span>}
        {facts && !isBroken && <span class="pg-badge num">{facts}</span>}
      </div>
      <figcaption class="row">
        <span class="truncate small grow" title={String(value)}>
          {name}
          {source?.size_bytes && <span class="muted"> · {bytes(source.size_bytes)}</span>}
        </span>
        {children}
      </figcaption>
    </figure>
  );
}

function Preview({ kind, url, label, onFacts, onBroken }) {
  if (kind === "video") {
    const measure = ({ currentTarget: video }) =>
      onFacts(`${video.videoWidth}×${video.videoHeight} · ${Number(video.duration.toFixed(1))} s`);
    return <video src={url} controls muted preload="metadata" aria-label={label} onLoadedMetadata={measure} onError={onBroken} />;
  }
  const measure = ({ currentTarget: image }) => onFacts(`${image.naturalWidth}×${image.naturalHeight}`);
  return <img src={url} alt={`${label}: preview`} onLoad={measure} onError={onBroken} />;
}

function Broken({ error, isRemote }) {
  const why = error ?? (isRemote
    ? "No preview: this browser cannot show what is at that address. The server will say whether it can use it."
    : "No preview: this browser cannot show the file.");
  return (
    <div class="pg-broken">
      <Icon name="image" size={22} />
      <span class="small">{why}</span>
    </div>
  );
}

function Sending({ item, onStop }) {
  const percent = Math.floor(item.percent);
  return (
    <div class="pg-sending">
      {item.type.startsWith("image/") && <img src={item.preview} alt="" />}
      <div class="pg-sending-text">
        <span class="truncate small strong">{item.name}</span>
        <span class="row">
          <progress class="grow" max="100" value={percent} aria-label={`Sending ${item.name}`} />
          <span class="num small">{percent < 100 ? `${percent} %` : "checking"}</span>
          <IconButton small icon="close" label={`Stop sending ${item.name}`} onClick={onStop} />
        </span>
      </div>
    </div>
  );
}

/** The widget of a media field, of one file or several. */
export function MediaWidget(props) {
  const { name, part, hint } = props.options;
  const { input, change } = useForm();
  const isBad = props.rawErrors?.length > 0;
  const onChange = (value) => change(name, value);
  const common = { id: props.id, label: props.label, hint, value: input[name], onChange, isBad };
  if (!hint.multiple) return <MediaOne {...common} />;
  return <MediaMany {...common} path={name} limit={part.maxItems} badge={(n) => `Figure ${n}`} />;
}
