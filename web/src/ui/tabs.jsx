// Tabs over panels, and a row of choices of which one holds.
import { useRef } from "preact/hooks";

/** Arrow keys, Home and End move between the buttons of a row. */
function useArrows(select) {
  const ref = useRef(null);
  const onKeyDown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    if (!step) return;
    const all = [...ref.current.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement) + step;
    const next = all[Math.max(0, Math.min(all.length - 1, at))];
    event.preventDefault();
    next.focus();
    select(next.dataset.id);
  };
  return { ref, onKeyDown };
}

/** tabs: [{id, label, badge?}]; the panel is `<TabPanel name id={value}>`. `small` looks segmented. */
export function Tabs({ name, label, tabs, value, onChange, small }) {
  const arrows = useArrows(onChange);
  return (
    <div class={small ? "segmented" : "tabs"} role="tablist" aria-label={label} {...arrows}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          class={small ? undefined : "tab"}
          id={`${name}-tab-${tab.id}`}
          data-id={tab.id}
          aria-selected={tab.id === value}
          aria-controls={tab.id === value ? `${name}-panel` : undefined}
          tabIndex={tab.id === value ? 0 : -1}
          onClick={() => onChange(tab.id)}
        >
          {tab.label}
          {tab.badge}
        </button>
      ))}
    </div>
  );
}

export function TabPanel({ name, id, children, class: look }) {
  return (
    <div role="tabpanel" id={`${name}-panel`} class={look} aria-labelledby={`${name}-tab-${id}`} tabIndex={-1}>
      {children}
    </div>
  );
}

/** One of a few: options [{id, label}]. */
export function Segmented({ label, options, value, onChange }) {
  return (
    <div class="segmented" role="group" aria-label={label}>
      {options.map((option) => (
        <button key={option.id} type="button" aria-pressed={option.id === value} onClick={() => onChange(option.id)}>
          {option.label}
        </button>
      ))}
    </div>
  );
}
