// Elements: subjects to keep recognisable, each by pictures or by a short video.
import { useState } from "preact/hooks";
import { Button, IconButton, Segmented } from "../ui/index.js";
import { useMessages } from "./fields.js";
import { MediaMany, MediaOne } from "./media.jsx";
import { Messages } from "./messages.jsx";
import { fieldsOf, titleOf } from "./schema.js";

const WAYS = [
  { id: "image", label: "Pictures" },
  { id: "video", label: "Video" },
];

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

const kindOf = (fields, element) => {
  const video = fields.find((field) => field.hint.kind === "video");
  return video && element?.[video.name] ? "video" : "image";
};

export function ElementsWidget(props) {
  const { name, part } = props.options;
  const given = Array.isArray(props.value) ? props.value : [];
  const elements = given.map((element) => (isObject(element) ? element : {}));
  const fields = fieldsOf(part.items ?? {});
  const put = (next) => props.onChange(next.length ? next : undefined);
  return (
    <div class="pg-elements" id={props.id} role="group" aria-label={props.label}>
      <ol class="pg-cards">
        {elements.map((element, i) => (
          <Element
            key={i}
            element={element}
            index={i}
            path={`${name}.${i}`}
            fields={fields}
            onChange={(next) => put(elements.map((one, k) => (k === i ? next : one)))}
            onRemove={() => put(elements.filter((_, k) => k !== i))}
          />
        ))}
      </ol>
      <Button class="pg-add" icon="plus" onClick={() => put([...elements, {}])} disabled={elements.length >= (part.maxItems ?? Infinity)}>
        {elements.length >= (part.maxItems ?? Infinity) ? `All ${part.maxItems} elements are there` : "Add element"}
      </Button>
    </div>
  );
}

function Element({ element, index, path, fields, onChange, onRemove }) {
  const own = useMessages(path);
  const [chosen, setChosen] = useState(null);
  const given = kindOf(fields, element);
  const kind = chosen ?? given;
  const n = index + 1;
  const choose = (next) => {
    setChosen(next);
    const kept = fields.filter((field) => field.hint.kind === next && element[field.name] !== undefined);
    onChange(Object.fromEntries(kept.map((field) => [field.name, element[field.name]])));
  };
  const set = (name, value) => {
    const { [name]: _, ...rest } = element;
    onChange(value === undefined ? rest : { ...rest, [name]: value });
  };
  const hasBoth = new Set(fields.map((field) => field.hint.kind)).size > 1;
  return (
    <li class="pg-card" aria-label={`Element ${n}`}>
      <div class="pg-card-head">
        <code class="pg-mention">@Element{n}</code>
        {hasBoth && <Segmented label={`Element ${n} is given by`} options={WAYS} value={kind} onChange={choose} />}
        <span class="row push">
          <IconButton small icon="trash" label={`Remove element ${n}`} onClick={onRemove} />
        </span>
      </div>
      {fields.filter((field) => field.hint.kind === kind).map((field) => (
        <ElementField key={field.name} field={field} n={n} path={`${path}.${field.name}`} value={element[field.name]} onChange={(value) => set(field.name, value)} />
      ))}
      <Messages id={path.replaceAll(".", "-")} {...own} />
    </li>
  );
}

function ElementField({ field, n, path, value, onChange }) {
  const messages = useMessages(path);
  const id = path.replaceAll(".", "-");
  const title = titleOf(field.name, field.part);
  const Media = field.hint.multiple ? MediaMany : MediaOne;
  return (
    <div class="pg-inner">
      <div class="pg-label">
        <span class="strong small">{title}</span>
        <code class="pg-name">{field.name}</code>
      </div>
      <Media
        id={id}
        path={path}
        label={`${title} of element ${n}`}
        hint={field.hint}
        value={value}
        onChange={onChange}
        limit={field.part.maxItems}
        isBad={messages.errors.length > 0}
        compact
      />
      <Messages id={id} {...messages} />
    </div>
  );
}
