// Runs of one model.
export function Runs() {
  return null;
}
