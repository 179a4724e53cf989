// Where the picture behind a media value is: uploads, samples and other files of this server, URLs, data URIs.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";

const files = new Map();
let samples = null;

/** The server's sample pictures; none when it has none. */
export function loadSamples() {
  samples ??= api.get("/v1/samples").then((body) => body.samples, () => []);
  return samples;
}

export function useSamples() {
  const [found, setFound] = useState([]);
  useEffect(() => {
    let isHere = true;
    loadSamples().then((list) => isHere && setFound(list));
    return () => (isHere = false);
  }, []);
  return found;
}

/** Remember a file that was just sent, so that it is shown without asking. */
export function remember(file) {
  files.set(file.uri, Promise.resolve(file));
}

/** `{url, name, size_bytes?, width?, height?}` for a media value; throws when it cannot be shown. */
export async function sourceOf(value) {
  if (typeof value !== "string") throw new Error("An address is a text.");
  if (value.startsWith("data:")) return { url: value, name: "Pasted data" };
  if (/^https?:/i.test(value)) return { url: value, name: nameOf(value) };
  if (value.startsWith("filmgate://samples/")) {
    const sample = (await loadSamples()).find((one) => one.uri === value);
    if (!sample) throw new Error("This server has no such sample.");
    return sample;
  }
  if (value.startsWith("filmgate://")) return fileOf(value);
  throw new Error("Not an address: it must start with https://, data: or filmgate://");
}

function fileOf(uri) {
  if (!files.has(uri)) {
    const asked = api.get(`/v1/files/${uri.slice("filmgate://".length)}`);
    asked.catch(() => files.delete(uri));
    files.set(uri, asked);
  }
  return files.get(uri);
}

function nameOf(url) {
  try {
    const { hostname, pathname } = new URL(url);
    return decodeURIComponent(pathname.split("/").pop()) || hostname;
  } catch {
    return url;
  }
}

/** The source of a value as it becomes known: `{source, error}`. */
export function useSource(value) {
  const [state, setState] = useState({ value: null });
  useEffect(() => {
    let isHere = true;
    const tell = (next) => isHere && setState({ value, ...next });
    sourceOf(value).then(
      (source) => tell({ source }),
      (error) => tell({ error: error.message }),
    );
    return () => (isHere = false);
  }, [value]);
  return state.value === value ? state : {};
}

const IMAGE_TYPES = { jpeg: "image/jpeg", png: "image/png", webp: "image/webp", gif: "image/gif", avif: "image/avif", bmp: "image/bmp" };
const VIDEO_TYPES = { mp4: "video/mp4", mov: "video/quicktime", webm: "video/webm", matroska: ".mkv" };

/** The `accept` of a file chooser. */
export function acceptOf({ kind, formats = [] }) {
  const types = formats.map((format) => IMAGE_TYPES[format] ?? VIDEO_TYPES[format] ?? `.${format}`);
  return types.length ? types.join(",") : `${kind}/*`;
}

/** "JPEG, PNG or WebP". */
export function formatNames(formats = []) {
  const names = { jpeg: "JPEG", png: "PNG", webp: "WebP", gif: "GIF", avif: "AVIF", bmp: "BMP", mp4: "MP4", mov: "MOV", webm: "WebM", matroska: "MKV" };
  const words = formats.map((format) => names[format] ?? format.toUpperCase());
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} or ${words.at(-1)}` : (words[0] ?? "");
}
