// What the built app was made of: hatch_build.py computes the same hash to see whether it is stale.
import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

const SOURCES = ["build.mjs", "hash.mjs", "index.html", "package-lock.json", "package.json", "src", "stubs"];

/** SHA-256 over names and contents of the sources, in the order of the names. */
export async function hashOfSources(web) {
  const names = [];
  for (const source of SOURCES) {
    const whole = path.join(web, source);
    if (path.extname(source)) names.push(source);
    else {
      const entries = await readdir(whole, { recursive: true, withFileTypes: true });
      for (const entry of entries.filter((one) => one.isFile())) {
        const file = path.join(entry.parentPath ?? entry.path, entry.name);
        names.push(path.relative(web, file).replaceAll(path.sep, "/"));
      }
    }
  }
  const hash = createHash("sha256");
  for (const name of names.sort()) {
    hash.update(`${name}\0`);
    hash.update(await readFile(path.join(web, name)));
  }
  return hash.digest("hex");
}
