// Elements: subjects to keep recognisable, each by pictures or by a short video.
import { useRef, useState } from "preact/hooks";
import { Button, IconButton, Segmented } from "../ui/index.js";
import { ofList, useForm, useMessages } from "./fields.js";
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

const listOf = (value) => (Array.isArray(value) ? value : []).map((element) => (isObject(element) ? element : {}));

/** Names of the elements that stay theirs when others go: an upload may end long after it began. */
function useNames(count) {
  const names = useRef({ next: 0, list: [] }).current;
  names.list.length = Math.min(names.list.length, count);
  while (names.list.length < count) names.list.push(names.next++);
  return names.list;
}

export function ElementsWidget(props) {
  const { name, part } = props.options;
  const { input, change } = useForm();
  // from the body itself: the form's own copy may be a change behind
  const elements = listOf(input[name]);
  const names = useNames(elements.length);
  const fields = fieldsOf(part.items ?? {});
  const put = (work) => change(name, ofList((now) => work(listOf(now))));
  const edit = (id, work) => put((now) => now.map((one, i) => (names[i] === id ? work(one) : one)));
  const remove = (id) => {
    const index = names.indexOf(id);
    names.splice(index, 1);
    put((now) => now.filter((_, i) => i !== index));
  };
  return (
    <div class="pg-elements" id={props.id} role="group" aria-label={props.label}>
      <ol class="pg-cards">
        {[...names].map((id, i) => (
          <Element
            key={id}
            element={elements[i]}
            index={i}
            path={`${name}.${i}`}
            fields={fields}
            edit={(work) => edit(id, work)}
            onRemove={() => remove(id)}
          />
        ))}
      </ol>
      <Button class="pg-add" icon="plus" onClick={() => put((now) => [...now, {}])} disabled={elements.length >= (part.maxItems ?? Infinity)}>
        {elements.length >= (part.maxItems ?? Infinity) ? `All ${part.maxItems} elements are there` : "Add element"}
      </Button>
    </div>
  );
}

function Element({ element, index, path, fields, edit, onRemove }) {
  const own = useMessages(path);
  const [chosen, setChosen] = useState(null);
  const given = kindOf(fields, element);
  const kind = chosen ?? given;
  const n = index + 1;
  const choose = (next) => {
    setChosen(next);
    const others = fields.filter((field) => field.hint.kind !== next).map((field) => field.name);
    edit((now) => Object.fromEntries(Object.entries(now).filter(([name]) => !others.includes(name))));
  };
  const set = (name, given) =>
    edit(({ [name]: before, ...rest }) => {
      const value = typeof given === "function" ? given(before) : given;
      return value === undefined ? rest : { ...rest, [name]: value };
    });
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
