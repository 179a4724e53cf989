// API keys: make one with the least it needs, see it once, revoke it.
import { useState } from "preact/hooks";
import { api } from "../api.js";
import { plural } from "../format.js";
import { may } from "../session.js";
import { useGet } from "../store.js";
import {
  Ago,
  Badge,
  Button,
  CodeBlock,
  Confirm,
  Dialog,
  Empty,
  Loaded,
  Note,
  Skeleton,
  Switch,
  Table,
  Value,
  toast,
  toastError,
} from "../ui/index.js";
import { KeyForm } from "./keyform.jsx";

export function Keys({ me }) {
  const [made, setMade] = useState(null);
  const [isMaking, setMaking] = useState(false);
  const [revoking, setRevoking] = useState(null);
  const [isAll, setAll] = useState(false);
  const keys = useGet("/v1/keys");
  const canWrite = may(me, "write");
  const finish = (key) => {
    setMaking(false);
    setMade(key);
    keys.reload();
  };
  return (
    <div class="page">
      <header class="page-head">
        <div>
          <h1>API keys</h1>
          <p>
            One for each program, with the least it needs. A key is shown once; after that only what it may do is known.
          </p>
        </div>
        <div class="actions">
          <Button
            kind="primary"
            icon="plus"
            disabled={!canWrite}
            title={canWrite ? undefined : "Your key may only read"}
            onClick={() => setMaking(true)}
          >
            Create key
          </Button>
        </div>
      </header>
      <Loaded of={keys} skeleton={<Skeleton lines={[100, 100, 100]} height={52} />}>
        {(data) => (
          <List
            keys={data.keys}
            isAll={isAll}
            setAll={setAll}
            me={me}
            revoke={setRevoking}
            make={() => setMaking(true)}
          />
        )}
      </Loaded>
      {isMaking && <KeyForm me={me} onClose={() => setMaking(false)} onMade={finish} />}
      {made && <Made made={made} onClose={() => setMade(null)} />}
      {revoking && <Revoke target={revoking} reload={keys.reload} onClose={() => setRevoking(null)} />}
    </div>
  );
}

const isDead = (key) => !key.is_valid;

function List({ keys, isAll, setAll, me, revoke, make }) {
  const dead = keys.filter(isDead).length;
  const shown = isAll ? keys : keys.filter((key) => key.is_valid);
  return (
    <>
      {dead > 0 && (
        <div class="toolbar">
          <Switch label={`Show ${plural(dead, "revoked or expired key")}`} checked={isAll} onChange={setAll} />
        </div>
      )}
      {shown.length ? (
        <Table
          caption="API keys"
          columns={columnsFor(me, revoke)}
          items={shown}
          idOf={(key) => key.key_id}
          lookOf={(key) => (isDead(key) ? "dead" : undefined)}
        />
      ) : (
        <Empty
          icon="key"
          title="No key is in use"
          action={
            <Button kind="primary" onClick={make}>
              Create key
            </Button>
          }
        >
          Programs sign in with a key in the header <code class="hint-code">Authorization: Bearer …</code>.
        </Empty>
      )}
    </>
  );
}

function columnsFor(me, revoke) {
  const canRevoke = (item) => item.is_valid && may(me, "write");
  return [
    { title: "Key", isHead: true, cell: (item) => <Name item={item} isMine={me.key?.key_id === item.key_id} /> },
    {
      title: "May",
      cell: (item) => (
        <span class="row">
          {item.scopes.map((scope) => (
            <span key={scope} class="tag">
              {scope}
            </span>
          ))}
        </span>
      ),
    },
    { title: "Engines", cell: (item) => (item.engines ? item.engines.join(", ") || "none" : "all that are free") },
    { title: "Limits", cell: (item) => <Limits caps={item.caps} /> },
    { title: "Last used", look: "shrink", cell: (item) => <Ago at={item.last_used_at} /> },
    { title: "Ends", look: "shrink", cell: (item) => <Ends item={item} /> },
    {
      title: "Actions",
      isTitleHidden: true,
      look: "shrink",
      cell: (item) => canRevoke(item) && <RevokeButton item={item} revoke={revoke} />,
    },
  ];
}

function Name({ item, isMine }) {
  return (
    <>
      <div class="row wrap">
        <span>{item.label || "Without a label"}</span>
        {isMine && <Badge kind="busy">signed in here</Badge>}
      </div>
      <span class="muted small mono">{item.key_id}</span>
    </>
  );
}

function RevokeButton({ item, revoke }) {
  return (
    <Button small kind="ghost danger" onClick={() => revoke(item)}>
      Revoke<span class="sr-only"> {item.label || item.key_id}</span>
    </Button>
  );
}

function Ends({ item }) {
  if (item.revoked_at) return <Badge kind="bad">revoked</Badge>;
  if (!item.is_valid) return <Badge kind="warn">expired</Badge>;
  return item.expires_at ? <Ago at={item.expires_at} /> : <span class="muted">never</span>;
}

const CAPS = {
  in_flight: (n) => `${n} at once`,
  queued: (n) => `${n} queued`,
  rate_per_minute: (n) => `${n} a minute`,
  spend_day_micro: (n) => `$${n / 1e6} a day`,
  spend_month_micro: (n) => `$${n / 1e6} a month`,
};

function Limits({ caps }) {
  const told = Object.entries(CAPS)
    .filter(([name]) => caps[name] !== null)
    .map(([name, say]) => say(caps[name]));
  return told.length ? told.join(", ") : <span class="muted">none</span>;
}

/** The only time the key itself is on the screen. */
function Made({ made, onClose }) {
  const code = `export FILMGATE_URL=${window.location.origin}\nexport FILMGATE_KEY=${made.key}`;
  return (
    <Dialog
      title="Your new key"
      onClose={onClose}
      footer={
        <Button kind="primary" onClick={onClose}>
          I have kept it
        </Button>
      }
    >
      <div class="stack">
        <Note kind="warn" title="Copy it now.">
          It is stored only as a hash, so nobody can show it again.
        </Note>
        <div class="new-key">
          <Value text={made.key} label="Copy the key" />
        </div>
        <CodeBlock lang="shell" title="For the SDK and the command line" code={code} />
      </div>
    </Dialog>
  );
}

function Revoke({ target, reload, onClose }) {
  const name = target.label || target.key_id;
  const run = async () => {
    try {
      await api.del(`/v1/keys/${target.key_id}`);
      toast(`“${name}” is revoked.`);
    } catch (error) {
      toastError(error);
    }
    reload();
  };
  return (
    <Confirm title={`Revoke “${name}”?`} label="Revoke key" run={run} onClose={onClose}>
      <p class="soft">
        Programs that use it are refused from now on, and a browser that signed in with it is signed out. What they
        submitted goes on. It cannot be taken back; make a new key instead.
      </p>
    </Confirm>
  );
}
