// What the pages say of a model: its engines, its price, its place in the catalog.
import { money, sentence } from "./format.js";
import { useGet } from "./store.js";

/** All models of the server. */
export const useModels = () => useGet("/v1/models?limit=500");

/** Engines that serve a model, in the server's order; all that can do its task when it says none. */
export function enginesOf(model, engines = []) {
  if (model.engines) return model.engines;
  const task = model.categories.at(-1);
  return engines.filter((engine) => engine.tasks.some((can) => can.task === task));
}

/** How a model can be had now: `{kind, text, title}` for a badge. */
export function availability(engines) {
  if (!engines.length) return { kind: "bad", text: "No engine", title: "No engine of this server serves it" };
  const ready = engines.filter((engine) => engine.ready);
  if (!ready.length) {
    const why = engines.map((engine) => `${engine.name}: ${engine.reason || "not ready"}`).join("\n");
    return { kind: "warn", text: "Not ready", title: why };
  }
  const names = ready.map((engine) => engine.name);
  return { kind: "good", text: `${names[0]} ready`, title: `Ready: ${names.join(", ")}` };
}

/** What a second costs on the hosted service; the lowest price. */
export function hostedPrice(model) {
  if (!model.base_price_usd) return "free";
  return `${money(model.base_price_usd)} / ${model.price_unit}`;
}

/** What it costs here: free on engines that charge nothing. */
export function localPrice(engines) {
  if (engines.some((engine) => !engine.is_paid)) return "free here";
  return engines.length ? "paid engine" : "";
}

/** The categories that models are in, by name. */
export const categoriesOf = (models) => [...new Set(models.flatMap((model) => model.categories))].sort();

/** A short human name for a category. */
export const categoryName = (category) => sentence(category);

/** The words of a search all occur in the model's names, text or inputs. */
export function matches(model, text) {
  const hay = [model.model_id, model.display_name, model.description, ...model.categories, ...model.inputs]
    .join(" ")
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word));
}

/** What a model can do, as short facts for its card. */
export function facts(model) {
  const has = (...names) => names.some((name) => model.inputs.includes(name));
  return [
    has("generate_audio", "sound") && "Sound",
    has("multi_prompt") && "Shots",
    has("end_image_url") && "Last frame",
    has("elements") && "Elements",
    has("images") && "References",
    has("video") && "Reference video",
  ].filter(Boolean);
}
