/**
 * The static edition's program in an executable that AddressSanitizer and UBSan watch, for tests over hostile input. It has no image,
 * and needs the shared libraries: watched code cannot be linked statically. `node scripts/build-watched.mjs EXECUTABLE`.
 */

import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { compileProgram, FLAGS, SOURCES, WARNINGS } from "./build-static.mjs";
import { engineObjects, engineSources } from "./engine.mjs";
import { isMain, main, root, run } from "./project.mjs";

const SANITIZERS = [
  "-g1",
  "-O1",
  "-fsanitize=address,undefined",
  // Where the suppressions do not know better, a run ends at the first finding all the same.
  "-fsanitize-recover=undefined",
  "-fno-omit-frame-pointer",
];

const REPLACED = /\/qjs_(image|main|memory)\.c$/;

/** Makes the executable; its bytecode lies beside it. */
export async function buildWatched(output) {
  const directory = `${resolve(output)}.parts`;
  mkdirSync(directory, { recursive: true });
  const sources = await engineSources();
  const bytecode = await compileProgram(directory, sources);
  const objects = await engineObjects("gcc", sources, SANITIZERS);
  const own = [...SOURCES.filter((file) => !REPLACED.test(file)), join(root, "test/static/support/watched.c")];
  const flags = [...FLAGS, ...SANITIZERS, ...WARNINGS, `-DBYTECODE="${bytecode}"`, "-I", join(root, "native")];
  run("gcc", [
    ...flags,
    "-isystem",
    sources,
    "-o",
    output,
    ...own,
    ...objects,
    "-Wl,--gc-sections,--wrap=open",
    ...["lzma", "zstd", "z", "m", "pthread"].map((library) => `-l${library}`),
  ]);
}

if (isMain(import.meta.url)) await main(() => buildWatched(process.argv[2]));
