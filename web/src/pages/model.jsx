// Model.
export function Model() {
  return <div class="page"><h1>Model</h1></div>;
}
