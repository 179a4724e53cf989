// Pricing.
export function Pricing() {
  return <div class="page"><h1>Pricing</h1></div>;
}
