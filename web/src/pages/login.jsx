// Sign in with the link that the server printed, or with an API key.
import { useEffect, useState } from "preact/hooks";
import { navigate } from "../router.js";
import { signIn } from "../session.js";
import { setPage } from "../title.js";
import { Button, CodeBlock, Mark, Note, TextField } from "../ui/index.js";

/** Where to go after signing in: a path of this app, never another site. */
function after(route) {
  const wanted = route.query.next ?? (route.path === "/login" ? "/explore" : null);
  if (!wanted) return window.location.pathname + window.location.search;
  return /^\/(?![/\\])/.test(wanted) ? wanted : "/explore";
}

export function Login({ route, me }) {
  const [key, setKey] = useState("");
  const [error, setError] = useState("");
  const [isBusy, setBusy] = useState(Boolean(route.query.token));
  const enter = async (proof, refusal) => {
    setBusy(true);
    setError("");
    try {
      await signIn(proof);
      navigate(after(route), { replace: true });
    } catch (reason) {
      if (me) {
        navigate(after(route), { replace: true });
        return;
      }
      setError(reason.status === 401 || reason.status === 422 ? refusal : reason.message);
      setBusy(false);
    }
  };
  useEffect(() => {
    setPage("Sign in");
    document.querySelector(".login-box [data-autofocus]")?.focus();
    if (route.query.token) {
      enter(
        { token: route.query.token },
        "This link was used before or is too old. Sign in with an API key, or start the server again for a new link.",
      );
    } else if (me && route.path === "/login") navigate(after(route), { replace: true });
  }, []);
  const submit = (event) => {
    event.preventDefault();
    enter({ key: key.trim() }, "The server does not know this key: it is mistyped, revoked or expired.");
  };
  return (
    <main class="alone login">
      <div class="login-box">
        <div class="login-mark">
          <Mark size={40} />
        </div>
        <h1>Sign in to filmgate</h1>
        <p class="soft">
          Open the link that <code class="hint-code">filmgate serve</code> printed, or use an API key.
        </p>
        {error && <Note kind="bad">{error}</Note>}
        <form class="stack" onSubmit={submit}>
          <input type="text" name="username" autocomplete="username" value="filmgate" hidden readonly />
          {/* password managers want a name beside the secret */}
          <input type="text" name="username" autocomplete="username" value="API key" readOnly hidden />
          <TextField
            label="API key"
            type="password"
            value={key}
            onChange={setKey}
            autocomplete="current-password"
            data-autofocus
            spellcheck={false}
            required
            placeholder="fg_…"
          />
          <Button kind="primary" type="submit" busy={isBusy} disabled={isBusy || !key.trim()}>
            Sign in
          </Button>
        </form>
        <details class="login-help">
          <summary>I have no key</summary>
          <p class="soft">Whoever runs this server makes one with:</p>
          <CodeBlock code={'filmgate keys create --label "my laptop"'} lang="shell" title="On the server" />
        </details>
      </div>
    </main>
  );
}
