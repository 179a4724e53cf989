// Input and output of a model as tables, and as the schema itself.
import { useState } from "preact/hooks";
import { useGet } from "../../store.js";
import { Badge, CodeBlock, Loaded, Segmented, Table } from "../../ui/index.js";
import { limitsOf, rows, typeOf } from "./fields.js";

function shownDefault(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 60 ? "an example" : text;
}

export function InputSchema({ model }) {
  const [look, setLook] = useState("table");
  return (
    <>
      <div class="row between">
        <h3 id="input-schema">Input</h3>
        <Segmented
          label="Show the input as"
          value={look}
          onChange={setLook}
          options={[
            { id: "table", label: "Table" },
            { id: "raw", label: "Schema" },
            { id: "normalized", label: "JSON Schema" },
          ]}
        />
      </div>
      {look === "table" && <InputTable schema={model.input_schema} />}
      {look === "raw" && <RawSchema model={model} />}
      {look === "normalized" && (
        <CodeBlock
          lang="json"
          title="JSON Schema 2020-12, with hints for forms"
          code={JSON.stringify(model.input_schema, null, 2)}
          maxHeight="560px"
        />
      )}
    </>
  );
}

function RawSchema({ model }) {
  const raw = useGet(`/v1/models/${model.model_id}`);
  return (
    <Loaded of={raw}>
      {(data) => (
        <CodeBlock
          lang="json"
          title="As the API gives it"
          code={JSON.stringify(data.input_schema, null, 2)}
          maxHeight="560px"
        />
      )}
    </Loaded>
  );
}

function InputTable({ schema }) {
  return (
    <ul class="fields card">
      {rows(schema).map(({ name, depth, field, isRequired }, i) => (
        <li key={i} class={depth ? "nested" : undefined}>
          <div class="row wrap">
            <code class="field-name">{depth ? `[].${name}` : name}</code>
            <span class="field-type">{typeOf(field)}</span>
            {isRequired && <Badge kind="warn">required</Badge>}
            {"default" in field && (
              <span class="muted small">
                default <code class="hint-code">{shownDefault(field.default)}</code>
              </span>
            )}
          </div>
          {(field.description || field.title) && <p>{field.description || field.title}</p>}
          {limitsOf(field).length > 0 && <p class="muted small">{limitsOf(field).join(" · ")}</p>}
        </li>
      ))}
    </ul>
  );
}

export function OutputSchema({ model }) {
  const fields = Object.entries(model.output_schema?.properties ?? {});
  return (
    <>
      <h3 id="output-schema">Output</h3>
      <p>
        <code>output</code> of the result holds addresses only, under these names. They open without a key, support
        ranges for seeking, and end in the file's own name.
      </p>
      <ul class="fields card">
        {fields.map(([name, field]) => (
          <li key={name}>
            <div class="row wrap">
              <code class="field-name">{name}</code>
              <span class="field-type">{typeOf(field)}</span>
            </div>
            <p>{field.description}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

const OPTIONS = [
  ["engine", "string", "Which engine renders; otherwise the server's settings choose."],
  ["seed", "integer", "Same seed, same input, same frames."],
  ["quality", '"standard" | "draft"', "A draft is encoded faster, into a larger file."],
  ["scale", "number", "From 0.05 to 1: renders smaller, for tests."],
  ["fit", '"follow" | "exact"', "exact delivers the model's preset size whatever the first frame's shape."],
  ["burn_in", '"none" | "slate" | "timecode"', "Writes titles, or titles and a timecode, into the picture."],
  ["webhook", "string", "Address that hears when this request has ended."],
];

const OPTION_COLUMNS = [
  { title: "Option", isHead: true, cell: ([name]) => <code>{name}</code> },
  { title: "Type", cell: ([, type]) => <span class="mono small">{type}</span> },
  { title: "What it does", isWide: true, cell: ([, , what]) => what },
];

/** The reserved object that other servers ignore. */
export function OptionsTable() {
  return <Table caption="Options of this server" columns={OPTION_COLUMNS} items={OPTIONS} idOf={([name]) => name} />;
}
