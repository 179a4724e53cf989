// What is said below a field: errors, warnings, and what becomes of it.
import { Icon } from "../ui/index.js";
import { sentence } from "./schema.js";

const FATES = {
  composed: ["Followed in part", "info"],
  approximated: ["Approximated", "info"],
  ignored: ["Has no effect", "warn"],
};

/** Errors are announced; warnings and fates are read with the field. */
export function Messages({ id, errors = [], warnings = [], fates = [] }) {
  return (
    <div class="pg-messages" id={`${id}__messages`}>
      <div role="alert">
        {errors.map((text) => (
          <p key={text} class="pg-message bad">
            <Icon name="alert" size={15} />
            <span>{sentence(text)}</span>
          </p>
        ))}
      </div>
      {warnings.map((text) => (
        <p key={text} class="pg-message warn">
          <Icon name="alert" size={15} />
          <span><span class="sr-only">Warning: </span>{sentence(text)}</span>
        </p>
      ))}
      {!errors.length && fates.filter((fate) => !isSaid(fate, warnings)).map((fate) => <FateLine key={fate.field + fate.kind + fate.why} fate={fate} />)}
    </div>
  );
}

/** Whether a warning says the same already. */
function isSaid(fate, warnings) {
  return Boolean(fate.why) && warnings.some((text) => text.includes(fate.why));
}

function FateLine({ fate }) {
  const known = FATES[fate.kind];
  if (!known) return null;
  const [word, kind] = known;
  return (
    <p class={`pg-message ${kind}`}>
      <Icon name={kind === "warn" ? "alert" : "info"} size={15} />
      <span>
        <strong>{word}</strong>
        {fate.why && `: ${fate.why}`}
        {fate.condition && ` (${fate.condition})`}
      </span>
    </p>
  );
}
