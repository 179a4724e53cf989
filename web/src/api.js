// The one place that talks to the server: JSON in, JSON out, errors with the fields they concern.

const CLIENT = { "X-Filmgate-Client": "web" };
const signedOut = new Set();

/** What the server refused, or that it did not answer (status 0). */
export class ApiError extends Error {
  constructor(status, body) {
    const problems = Array.isArray(body?.detail) ? body.detail : [];
    super(messageOf(status, body, problems));
    this.name = "ApiError";
    this.status = status;
    this.problems = problems;
    this.warnings = Array.isArray(body?.warnings) ? body.warnings : [];
    this.code = body?.error_code ?? null;
  }
}

const PLAIN = {
  0: "The server does not answer. Is it still running? Nothing you typed is lost.",
  401: "You are signed out. Sign in again to go on.",
  403: "Your key may not do this.",
  404: "There is no such thing here: it was deleted, or the link is wrong.",
  500: "The server made a mistake. Its log says what happened.",
};

function messageOf(status, body, problems) {
  if (problems.length === 1) return problems[0].msg;
  if (problems.length > 1) return `${problems.length} things are wrong: ${problems[0].msg}`;
  return PLAIN[status] ?? body?.error_message ?? `The server answered ${status}.`;
}

/** Call `fn` when the server says that nobody is signed in; returns how to stop. */
export function onSignedOut(fn) {
  signedOut.add(fn);
  return () => signedOut.delete(fn);
}

function failed(status, body, path) {
  if (status === 401 && !path.startsWith("/v1/session")) signedOut.forEach((fn) => fn());
  return new ApiError(status, body);
}

async function call(method, path, body, options = {}) {
  const headers = { Accept: "application/json", ...(method === "GET" ? {} : CLIENT) };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: { ...headers, ...options.headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: options.signal,
      credentials: "same-origin",
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, null);
  }
  const answer = parsed(await response.text());
  if (!response.ok) throw failed(response.status, answer, path);
  return answer;
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

export const api = {
  get: (path, options) => call("GET", path, undefined, options),
  post: (path, body, options) => call("POST", path, body, options),
  patch: (path, body, options) => call("PATCH", path, body, options),
  del: (path, options) => call("DELETE", path, undefined, options),
  upload,
};

/** Send a file; `onPercent` hears 0 to 100. The promise has an `abort()`. */
function upload(file, onPercent = () => {}) {
  const request = new XMLHttpRequest();
  const sent = new Promise((resolve, reject) => {
    request.open("POST", withQuery("/v1/files", { name: file.name }));
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    Object.entries(CLIENT).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = (event) => event.lengthComputable && onPercent((100 * event.loaded) / event.total);
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status < 400) resolve(answer);
      else reject(failed(request.status, answer, "/v1/files"));
    };
    request.onerror = () => reject(new ApiError(0, null));
    request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
    request.send(file);
  });
  sent.abort = () => request.abort();
  return sent;
}

/** A path with a query string; empty values are left out. */
export function withQuery(path, query) {
  const search = new URLSearchParams();
  Object.entries(query).forEach(([name, value]) => {
    if (value !== undefined && value !== null && value !== "") search.set(name, value);
  });
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}
