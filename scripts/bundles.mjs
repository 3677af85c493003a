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

/** What kmod has, kmod-ts, and what is loaded when a table is drawn. */
const COMMANDS = [
  { ...forNode, entryPoints: ["src/node/main-tools.ts"], outfile: "dist/tools.cjs", alias: LIGHTER },
  { ...forNode, entryPoints: ["src/node/main.ts"], outfile: "dist/everything.cjs", alias: LIGHTER },
  {
    ...forNode,
    entryPoints: ["src/node/draw-table.ts"],
    outfile: "dist/draw-table.cjs",
    alias: { "string-width": stub("string-width.cjs") },
  },
];

/** Writes dist/tools.cjs, dist/everything.cjs and dist/draw-table.cjs. */
export async function bundleCommands() {
  const { build } = await import("esbuild");
  for (const options of COMMANDS) await build(options);
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

function staticOptions({ entryPoint = "src/static/main.ts", alias = {}, plugins = [] } = {}) {
  return {
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
  };
}

/** The static edition's program as one module with nothing left to import. Names are kept for traces. */
export async function bundleStatic(outfile, program) {
  const { build } = await import("esbuild");
  await build({ ...staticOptions(program), outfile });
}

async function packagesIn(options) {
  const { build } = await import("esbuild");
  const { metafile } = await build({ ...options, write: false, metafile: true });
  const folders = Object.keys(metafile.inputs).map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return folders.filter((folder) => folder !== undefined);
}

/**
 * Folders of the npm packages that have a part in what is bundled, below the repository: for the `node` edition and for
 * the `static` one.
 */
export async function bundledPackages() {
  const node = await Promise.all(COMMANDS.map(packagesIn));
  const sorted = (folders) => [...new Set(folders)].toSorted();
  return { node: sorted(node.flat()), static: sorted(await packagesIn({ ...staticOptions(), outfile: "main.js" })) };
}
