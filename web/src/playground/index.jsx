// The playground of a model.
export function Playground({ model }) {
  return <p>{model.display_name}</p>;
}
