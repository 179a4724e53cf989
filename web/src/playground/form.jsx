// The form of a model: the form library with our templates; every control is one of our widgets.
import Form from "@rjsf/core";
import { memo } from "preact/compat";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Icon } from "../ui/index.js";
import { ElementsWidget } from "./elements.jsx";
import { useForm } from "./fields.js";
import { MediaWidget } from "./media.jsx";
import { Messages } from "./messages.jsx";
import { plainSchema, titleOf, uiSchema } from "./schema.js";
import { ShotsWidget } from "./shots.jsx";
import { VALUE_WIDGETS } from "./widgets.jsx";

const WIDGETS = { ...VALUE_WIDGETS, media: MediaWidget, segments: ShotsWidget, elements: ElementsWidget };
/** Widgets that are one labelable control; the others are groups with a name of their own. */
const LABELABLE = new Set(["prompt", "textarea", "text", "slider", "number", "switch"]);

/** The server is what validates; this only satisfies the form library. */
const VALIDATOR = {
  isValid: () => true,
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  rawValidation: () => ({ errors: [] }),
  toErrorList: () => [],
};
const BEHAVIOUR = { arrayMinItems: { populate: "never" }, emptyObjectFields: "skipDefaults" };

function FieldTemplate({ id, children, rawErrors, required, uiSchema: ui, hidden }) {
  const { errors, warnings, fates } = useForm();
  const options = ui?.["ui:options"];
  if (hidden) return null;
  if (!options) return children;
  const { name, part, hint } = options;
  const Label = LABELABLE.has(ui["ui:widget"]) ? "label" : "span";
  const own = errors.get(name) ?? [];
  const isBad = rawErrors?.length > 0;
  return (
    <div class={`pg-field ${isBad ? "bad" : ""}`} data-field={name}>
      <div class="pg-label">
        <Label for={Label === "label" ? id : undefined} class="pg-title">
          {titleOf(name, part)}
          {required && <span class="required" title="Required" aria-label="required">*</span>}
        </Label>
        <code class="pg-name" title="Name of this field in the API">{name}</code>
      </div>
      {part.description && <p class="pg-hint" id={`${id}__hint`}>{part.description}</p>}
      {children}
      <Messages id={id} errors={isBad ? own : []} warnings={warnings.get(name)} fates={hint.widget ? fates.get(name) : []} />
    </div>
  );
}

function ObjectFieldTemplate({ properties, uiSchema: ui, fieldPathId }) {
  if (fieldPathId.path.length) return properties.map((property) => property.content);
  const isFolded = (property) => ui[property.name]?.["ui:options"]?.hint.advanced;
  return (
    <>
      {properties.filter((one) => ui[one.name] && !isFolded(one)).map((one) => one.content)}
      <Folded names={properties.filter(isFolded).map((one) => one.name)}>
        {properties.filter(isFolded).map((one) => one.content)}
      </Folded>
    </>
  );
}

/** Additional settings: folded, but never over an error. */
function Folded({ names, children }) {
  const { errors } = useForm();
  const [isOpen, setOpen] = useState(false);
  const hasErrors = names.some((name) => errors.has(name));
  useEffect(() => {
    if (hasErrors) setOpen(true);
  }, [hasErrors]);
  if (!names.length) return null;
  return (
    <details class="pg-fold" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="right" size={15} />
        Additional settings
        <span class="muted small">{names.length}</span>
      </summary>
      <div class="pg-fold-body">{children}</div>
    </details>
  );
}

const TEMPLATES = { FieldTemplate, ObjectFieldTemplate };
const NOTHING = () => null;
const EMPTY_TEMPLATES = {
  DescriptionFieldTemplate: NOTHING,
  FieldErrorTemplate: NOTHING,
  FieldHelpTemplate: NOTHING,
  ErrorListTemplate: NOTHING,
};

/** `input` is shown and changed; `errors` is the tree that `extraErrors` of schema.js makes. */
export const ModelForm = memo(function ModelForm({ schema, input, errors, onChange }) {
  const plain = useMemo(() => plainSchema(schema), [schema]);
  const ui = useMemo(() => uiSchema(schema), [schema]);
  const latest = useRef(onChange);
  latest.current = onChange;
  return (
    <Form
      tagName="div"
      className="pg-form"
      schema={plain}
      uiSchema={ui}
      formData={input}
      validator={VALIDATOR}
      extraErrors={errors}
      widgets={WIDGETS}
      templates={{ ...TEMPLATES, ...EMPTY_TEMPLATES }}
      experimental_defaultFormStateBehavior={BEHAVIOUR}
      showErrorList={false}
      idPrefix="field"
      onChange={({ formData }, id) => latest.current(formData, id)}
    >
      <></>
    </Form>
  );
});
