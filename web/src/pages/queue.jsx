// Queue.
export function Queue() {
  return <div class="page"><h1>Queue</h1></div>;
}
