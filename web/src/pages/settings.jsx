// For operators: how this server is set, where each value comes from, and how to change it.
import { useState } from "preact/hooks";
import { useGet } from "../store.js";
import { Badge, Copy, Empty, ErrorState, Loaded, Search, Skeleton, Switch } from "../ui/index.js";
import { useHotkey } from "../ui/hotkey.js";

export function Settings() {
  const settings = useGet("/v1/settings");
  return (
    <div class="page narrow">
      <header class="page-head">
        <div>
          <h1>Settings</h1>
          <p>
            Read when the server starts, from <code class="hint-code">filmgate.toml</code> and{" "}
            <code class="hint-code">FILMGATE_…</code> variables. They are shown here, and changed there.
          </p>
        </div>
      </header>
      {settings.error?.status === 403 ? (
        <ErrorState
          title="For operators"
          error={{ message: "Sign in with an admin key to see how this server is set." }}
        />
      ) : (
        <Loaded of={settings} skeleton={<Skeleton lines={[100, 100, 100, 100]} height={48} />}>
          {(data) => <Shown data={data} />}
        </Loaded>
      )}
    </div>
  );
}

const isChanged = (setting) => !setting.is_default;

function Shown({ data }) {
  const [text, setText] = useState("");
  const [isOnlyChanged, setOnlyChanged] = useState(false);
  const search = useHotkey("/");
  const shown = data.settings
    .filter((setting) =>
      `${setting.name} ${setting.meaning} ${setting.variable}`.toLowerCase().includes(text.toLowerCase()),
    )
    .filter((setting) => !isOnlyChanged || isChanged(setting));
  return (
    <>
      <div class="toolbar">
        <Search label="Search settings" value={text} onChange={setText} hotkey="/" inputRef={search} />
        <Switch
          label={`Only changed (${data.settings.filter(isChanged).length})`}
          checked={isOnlyChanged}
          onChange={setOnlyChanged}
        />
      </div>
      {shown.length ? (
        <ul class="fields card">
          {shown.map((setting) => (
            <Setting key={setting.name} setting={setting} />
          ))}
        </ul>
      ) : (
        <Empty icon="search" title="No setting fits">
          Try another word{isOnlyChanged ? ", or show those at their default too" : ""}.
        </Empty>
      )}
    </>
  );
}

function Setting({ setting }) {
  return (
    <li class="setting">
      <div class="grow">
        <div class="row wrap">
          <code class="field-name">{setting.name}</code>
          {isChanged(setting) && <Badge kind="busy">changed</Badge>}
        </div>
        <p>{sentenceOf(setting.meaning)}</p>
        <p class="muted small setting-env">
          <code class="hint-code">{setting.variable}</code>
          <Copy text={setting.variable} label={`Copy ${setting.variable}`} />
        </p>
      </div>
      <div class="setting-value">
        <code class="wrap-anywhere">{shownValue(setting.value)}</code>
        {isChanged(setting) && <span class="muted small">default {shownValue(setting.default)}</span>}
      </div>
    </li>
  );
}

const sentenceOf = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;

function shownValue(value) {
  if (value === null || value === undefined || value === "") return "not set";
  if (Array.isArray(value)) return value.length ? value.join(", ") : "none";
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
