/** Builds dist/ from src/ and man/: types and modules by the compiler, commands by esbuild, manual pages. Does nothing when nothing changed. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildNative, noAddon } from "./build-native.mjs";
import { bundleCommands } from "./bundles.mjs";
import { writeCodeCaches } from "./code-cache.mjs";
import { writeManPages } from "./man/write.mjs";
import { filesBelow, isMain, main, root, run, tool } from "./project.mjs";

const STAMP = join(root, "dist/.inputs.json");
const OTHER_INPUTS = [
  "package-lock.json",
  "tsconfig.base.json",
  "scripts/build.mjs",
  "scripts/bundles.mjs",
  "scripts/code-cache.mjs",
  "docs/compatibility.md",
];
const FOLDERS = ["src", "scripts/stubs", "scripts/man", "man"];

function inputs() {
  const others = OTHER_INPUTS.map((file) => join(root, file));
  return [...FOLDERS.flatMap(filesBelow), ...others].toSorted();
}

/** Names, and a hash of the contents: a fresh checkout changes every time stamp. */
function fingerprint() {
  const hash = createHash("sha256");
  const files = inputs();
  for (const file of files) hash.update(`${file}\0${statSync(file).size}\0`).update(readFileSync(file));
  return { files, hash: hash.digest("hex") };
}

function lastBuild() {
  try {
    return JSON.parse(readFileSync(STAMP, "utf8"));
  } catch {
    return { files: [], hash: "" };
  }
}

/** Removes what an earlier build made; the static edition is another build's. */
function clear() {
  const names = existsSync(join(root, "dist")) ? readdirSync(join(root, "dist")) : [];
  for (const name of names) if (name !== "static") rmSync(join(root, "dist", name), { recursive: true });
}

/** Says once, when something was built, that the addon was not. */
function buildAddon(isFirst) {
  if (!buildNative() && isFirst) console.error(noAddon());
}

/** Builds what is out of date; the addon too, unless it is said that it is not wanted. */
export async function build({ native = true } = {}) {
  const now = fingerprint();
  const last = lastBuild();
  if (now.hash !== last.hash) {
    // What was built from a file that is gone would stay in the package.
    if (String(now.files) !== String(last.files)) clear();
    run(tool("tsc"), ["-b", "src"]);
    await bundleCommands();
    writeCodeCaches();
    await writeManPages();
    mkdirSync(join(root, "dist"), { recursive: true });
    writeFileSync(STAMP, JSON.stringify(now));
  }
  if (native) buildAddon(now.hash !== last.hash);
}

if (isMain(import.meta.url)) await main(build);
