// The input as a program, in one of the languages.
import { CodeBlock } from "../ui/index.js";
import { LANGUAGES, snippet } from "./snippets.js";

export function CodeTab({ id, model, body, me }) {
  const language = LANGUAGES.find((one) => one.id === id);
  const code = snippet(id, { server: window.location.origin, modelId: model.model_id, body });
  return (
    <div class="pg-code">
      <CodeBlock code={code} lang={language.lang} title={language.label} />
      <p class="muted small">
        {me.no_auth ? "This server asks for no key; any value of FILMGATE_KEY will do." : "Set FILMGATE_KEY to one of your API keys first."}
        {" "}The code is the input as it stands, with this server's own address.
      </p>
    </div>
  );
}
