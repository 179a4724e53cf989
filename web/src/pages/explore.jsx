// Explore.
export function Explore() {
  return <div class="page"><h1>Explore</h1></div>;
}
