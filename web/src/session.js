// Who is signed in; nothing of it is kept in the browser, the cookie is HttpOnly.
import { useEffect, useState } from "preact/hooks";
import { forgetActive } from "./active.js";
import { api, onSignedOut } from "./api.js";
import { forgetAll } from "./store.js";
import { startStream, stopStream } from "./stream.js";

const listeners = new Set();
/** `undefined` until the server has said; `null` when nobody is signed in. */
let me;

function become(next) {
  me = next;
  if (next) startStream();
  else {
    stopStream();
    forgetAll();
    forgetActive();
  }
  listeners.forEach((fn) => fn(me));
}

onSignedOut(() => become(null));

/** Ask the server who we are; throws when it cannot be reached. */
export async function loadSession() {
  try {
    const session = await api.get("/v1/session");
    become(session.owner ? session : null);
  } catch (error) {
    if (error.status !== 401) throw error;
    become(null);
  }
}

/** Sign in with `{key}` or the one-time `{token}`. */
export async function signIn(proof) {
  await api.post("/v1/session", proof);
  await loadSession();
}

/** Sign out here; other browsers and API keys go on. */
export async function signOut() {
  await api.del("/v1/session");
  become(null);
}

/** The session: undefined (not known yet), null (signed out) or what GET /v1/session says. */
export function useSession() {
  const [session, setSession] = useState(me);
  useEffect(() => {
    setSession(me);
    listeners.add(setSession);
    return () => listeners.delete(setSession);
  }, []);
  return session;
}

/** Whether the signed-in key may do what needs a scope. */
export function may(session, scope) {
  const order = ["read", "write", "admin"];
  const held = Math.max(-1, ...(session?.scopes ?? []).map((name) => order.indexOf(name)));
  return held >= order.indexOf(scope);
}
