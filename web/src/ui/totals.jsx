// The figures that stand above a page.

/** `facts` is [[name, value, note]]: what is counted, how much, and one line about it. */
export function Totals({ facts }) {
  return (
    <dl class="totals">
      {facts.map(([name, value, note]) => (
        <div key={name} class="card pad">
          <dt>{name}</dt>
          <dd class="num">{value}</dd>
          <dd class="muted small">{note}</dd>
        </div>
      ))}
    </dl>
  );
}
