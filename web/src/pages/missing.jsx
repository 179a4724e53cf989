// Missing.
export function Missing() {
  return <div class="page"><h1>Missing</h1></div>;
}
