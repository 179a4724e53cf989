// Generations.
export function Generations() {
  return <div class="page"><h1>Generations</h1></div>;
}
