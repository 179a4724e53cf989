// Builds the web app into the Python package: `node build.mjs [--watch]`.
// Output: index.html, hashed assets each with a .gz beside it, THIRD_PARTY.txt, SOURCES.sha256.
import { existsSync, watch } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";
import { hashOfSources } from "./hash.mjs";

const WEB = path.dirname(fileURLToPath(import.meta.url));
const OUT = path.resolve(WEB, "../src/filmgate/http/static");
const COMPRESSED = new Set([".js", ".css", ".svg", ".html", ".txt"]);

/** Parts of the form library that normalised schemas never need are left out. */
const lean = {
  name: "lean",
  setup(build) {
    const stub = (name) => () => ({ path: path.join(WEB, "stubs", name) });
    build.onResolve({ filter: /\/getDefaultRegistry\.js$/ }, stub("registry.js"));
    build.onResolve({ filter: /\/(getTestRegistry|withTheme)\.js$/ }, stub("validator.js"));
  },
};

const OPTIONS = {
  absWorkingDir: WEB,
  entryPoints: { app: "src/main.jsx" },
  entryNames: "assets/[name]-[hash]",
  chunkNames: "assets/[name]-[hash]",
  assetNames: "assets/[name]-[hash]",
  publicPath: "/",
  bundle: true,
  splitting: true,
  minify: true,
  metafile: true,
  write: false,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  loader: {
    ".jpg": "file",
    ".png": "file",
    ".webp": "file",
    ".mp4": "file",
    ".svg": "file",
  },
  alias: {
    "@rjsf/validator-ajv8": "./stubs/validator.js",
    "@x0k/json-schema-merge": "./stubs/merge.js",
    "@x0k/json-schema-merge/lib/array": "./stubs/merge.js",
    "fast-uri": "./stubs/uri.js",
    "markdown-to-jsx/react": "./stubs/markdown.js",
    "markdown-to-jsx": "./stubs/markdown.js",
    "react": "preact/compat",
    "react-dom": "preact/compat",
    "react-dom/client": "preact/compat/client",
    "react/jsx-runtime": "preact/jsx-runtime",
  },
  plugins: [lean],
  logLevel: "warning",
};

/** Bundle, and put the whole output in place of the old one at once. */
async function build() {
  const fresh = `${OUT}.${process.pid}`;
  const sources = await hashOfSources(WEB);
  const result = await esbuild.build({ ...OPTIONS, outdir: fresh });
  await mkdir(path.join(fresh, "assets"), { recursive: true });
  const files = result.outputFiles.map((file) => [
    path.relative(fresh, file.path).replaceAll(path.sep, "/"),
    Buffer.from(file.contents),
  ]);
  files.push(["index.html", Buffer.from(await page(result.metafile, fresh))]);
  files.push(["THIRD_PARTY.txt", Buffer.from(await licences(result.metafile))]);
  files.push(["SOURCES.sha256", Buffer.from(`${sources}\n`)]);
  for (const [name, content] of files) await put(path.join(fresh, name), content);
  // a server may be handing the old one out: it is never gone for longer than two renames take
  const old = `${fresh}.old`;
  if (existsSync(OUT)) await rename(OUT, old);
  await rename(fresh, OUT);
  await rm(old, { recursive: true, force: true });
  report(files);
}

async function put(target, content) {
  await writeFile(target, content);
  if (COMPRESSED.has(path.extname(target))) {
    await writeFile(`${target}.gz`, gzipSync(content, { level: 9 }));
  }
}

/** index.html with the names that this build gave to the entry's script and style sheet. */
async function page(metafile, outdir) {
  const found = Object.entries(metafile.outputs).find(([, output]) =>
    output.entryPoint?.endsWith("main.jsx"),
  );
  const [script, { cssBundle, imports }] = found;
  const url = (name) => `/${path.relative(outdir, path.resolve(WEB, name)).replaceAll("\\", "/")}`;
  const shared = imports.filter((one) => one.kind === "import-statement" && !one.external);
  const scripts = [
    ...shared.map((one) => `<link rel="modulepreload" href="${url(one.path)}">`),
    `<script type="module" src="${url(script)}"></script>`,
  ];
  const styles = cssBundle ? `<link rel="stylesheet" href="${url(cssBundle)}">` : "";
  const template = await readFile(path.join(WEB, "index.html"), "utf8");
  return template
    .replace("<!-- styles -->", styles)
    .replace("<!-- scripts -->", scripts.join("\n    "));
}

/** The licence of every package that has code in the bundle, in full. */
async function licences(metafile) {
  const folders = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) folders.add(path.resolve(WEB, found[1]));
  }
  const parts = ["The web app of filmgate contains code of these packages.\n"];
  for (const folder of [...folders].sort()) {
    const about = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
    const text = await licenceText(folder, about);
    const title = `${about.name} ${about.version} (${about.license})`;
    parts.push(`${"=".repeat(80)}\n${title}\n${"=".repeat(80)}\n\n${text.trim()}\n`);
  }
  return parts.join("\n");
}

async function licenceText(folder, about) {
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|notice)/i.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), "utf8")));
  if (texts.length) return texts.join("\n");
  if (!about.license) throw new Error(`${about.name} names no licence: it may not be bundled`);
  const who = about.author?.name ?? about.author ?? "its authors";
  return `Licensed under ${about.license}, copyright ${who}. The package has no licence file.`;
}

function report(files) {
  const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`.padStart(10);
  let scripts = 0;
  for (const [name, content] of files.filter(([name]) => /\.(js|css)$/.test(name))) {
    const packed = gzipSync(content, { level: 9 }).length;
    if (name.endsWith(".js")) scripts += packed;
    console.log(`${name.padEnd(32)}${kb(content.length)}${kb(packed)} gzipped`);
  }
  console.log(`${"JavaScript in all".padEnd(42)}${kb(scripts)} gzipped`);
}

try {
  await build();
} catch (error) {
  // esbuild has printed its own errors
  if (!error.errors) console.error(error);
  process.exit(1);
}
if (process.argv.includes("--watch")) {
  let timer;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => build().catch((error) => error.errors || console.error(error)), 100);
  };
  for (const source of ["src", "stubs", "index.html"]) {
    watch(path.join(WEB, source), { recursive: true }, again);
  }
  console.log("watching web/; stop with Ctrl-C");
}
