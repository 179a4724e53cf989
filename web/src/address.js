// Addresses of the app as values, apart from the browser.

/** The address as the app needs it: the path without a trailing slash, and its query. */
export function readRoute(location) {
  const path = decoded(location.pathname).replace(/\/+$/, "") || "/";
  return { path, query: Object.fromEntries(new URLSearchParams(location.search)) };
}

/** The address with parts of its query changed; empty values leave it. */
export function changedQuery(location, changes) {
  const search = new URLSearchParams(location.search);
  Object.entries(changes).forEach(([name, value]) => {
    if (value === undefined || value === null || value === "") search.delete(name);
    else search.set(name, value);
  });
  const text = search.toString().replaceAll("%2F", "/");
  return location.pathname + (text ? `?${text}` : "");
}

/** The address of a model's page, with its tab and a request if wanted. */
export function modelPath(modelId, query = {}) {
  const search = new URLSearchParams(query).toString();
  return `/models/${modelId}${search ? `?${search}` : ""}`;
}

/** A path may hold anything; what is no valid encoding stays as it is. */
function decoded(path) {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
