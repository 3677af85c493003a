/** What esbuild makes of the sources: the commands, what draws, and the proof that the core needs no engine. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./project.mjs";

const stub = (name) => join(root, "scripts/stubs", name);

/** Loading these takes longer than running a tool, and hardly anything of them is used. */
const LIGHTER = {
  assert: stub("assert.cjs"),
  util: stub("util.cjs"),
  "node:child_process": stub("empty.mjs"),
};

/** What the neutral bundle may not import, and commander does. */
const NEUTRAL = {
  ...LIGHTER,
  "node:events": stub("events.cjs"),
  "node:path": stub("empty.mjs"),
  "node:fs": stub("empty.mjs"),
  "node:process": stub("process.cjs"),
};

const common = {
  absWorkingDir: root,
  bundle: true,
  target: "es2023",
  minifyWhitespace: true,
  legalComments: "eof",
  logLevel: "warning",
};

/** A CommonJS file beside dist/node, whose modules take it that they are in there. */
const forNode = {
  ...common,
  platform: "node",
  format: "cjs",
  banner: { js: '"use strict";const bundledDirectory=__dirname+"/node";' },
  define: { "import.meta.dirname": "bundledDirectory" },
};

/** Writes dist/tools.cjs (what kmod has), dist/everything.cjs (kmod-ts) and dist/draw-table.cjs (loaded when a table is drawn). */
export async function bundleCommands() {
  const { build } = await import("esbuild");
  await build({ ...forNode, entryPoints: ["src/node/main-tools.ts"], outfile: "dist/tools.cjs", alias: LIGHTER });
  await build({ ...forNode, entryPoints: ["src/node/main.ts"], outfile: "dist/everything.cjs", alias: LIGHTER });
  const measured = { "string-width": stub("string-width.cjs") };
  await build({ ...forNode, entryPoints: ["src/node/draw-table.ts"], outfile: "dist/draw-table.cjs", alias: measured });
  for (const file of ["dist/tools.cjs", "dist/everything.cjs"]) expectAscii(join(root, file));
}

/** bin/start.js decodes a bundle as if each byte were a character. */
function expectAscii(file) {
  if (readFileSync(file).some((byte) => byte > 0x7f)) throw new Error(`${file} has characters outside of ASCII`);
}

/**
 * Core, commands and cli as one script that sets a global `neutral`, with nothing left to import. esbuild's neutral
 * platform resolves no module of Node's, so a stray import makes this fail.
 */
export async function bundleNeutral(entryPoint = "test/neutral/entry.ts") {
  const { build } = await import("esbuild");
  if (!existsSync(join(root, entryPoint))) throw new Error(`${entryPoint} is missing`);
  const result = await build({
    ...common,
    platform: "neutral",
    format: "iife",
    globalName: "neutral",
    mainFields: ["module", "main"],
    alias: NEUTRAL,
    entryPoints: [entryPoint],
    write: false,
  });
  return result.outputFiles[0].text;
}

/** Syntax of 2022 that the static edition's engine has not, and some that it has and esbuild's names of years do not say. */
const ENGINE = { "class-static-blocks": false, "class-private-brand-check": false, "top-level-await": false };

/** The static edition's program as one module with nothing left to import. Names are kept for traces. */
export async function bundleStatic(outfile, { entryPoint = "src/static/main.ts", alias = {}, plugins = [] } = {}) {
  const { build } = await import("esbuild");
  await build({
    ...common,
    target: "es2022",
    supported: ENGINE,
    minifySyntax: true,
    platform: "neutral",
    format: "esm",
    legalComments: "none",
    mainFields: ["module", "main"],
    alias: { ...NEUTRAL, ...alias },
    plugins,
    inject: ["src/static/standard-library.ts"],
    entryPoints: [entryPoint],
    outfile,
  });
}
