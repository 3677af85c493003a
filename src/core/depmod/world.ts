/** Everything that the indexes of one kernel are made from, read. */

import { toByteString } from "../bytes.ts";
import { MODULE_WITH_SYMBOLS } from "../elf/byte-source.ts";
import { expectModules, withModuleImage } from "../elf/module-file.ts";
import { errnoText } from "../errno.ts";
import { FormatError, KmodError, SystemError } from "../errors.ts";
import type { Platform } from "../platform.ts";
import { type FactsReader, type ModuleFacts, NO_FACTS, readModuleFacts } from "./module-facts.ts";
import type { ModuleFile } from "./module-file.ts";
import { orderModules } from "./module-order.ts";
import { lossOf, type Say } from "./say.ts";

/** The modules in index order. `directory` is where modules.order is. */
export function inIndexOrder(
  platform: Platform,
  directory: string,
  modules: readonly ModuleFile[],
  say: Say,
): readonly ModuleFile[] {
  const order = readInput(platform, directory, "modules.order", say);
  const text = order === undefined ? undefined : toByteString(order);
  return orderModules(modules, text, `${directory}/modules.order`, say);
}

/** How modules are read. */
export interface Reading {
  readonly reader: FactsReader;
  /** By position: facts of modules that need not be read. */
  readonly known: readonly (ModuleFacts | undefined)[];
  readonly say: Say;
  /** Called after each module. */
  readonly advance: (done: number, total: number) => void;
}

/**
 * What each module's file says, by position. A file that cannot be read is told, fails the run, and has no facts. One of which only the exports
 * cannot be read is told as well.
 */
export function readModules(
  platform: Platform,
  modules: readonly ModuleFile[],
  reading: Reading,
): readonly ReadModule[] {
  const { known, advance } = reading;
  const unknown = modules.filter((_, at) => known[at] === undefined).map(({ path }) => path);
  expectModules(platform, unknown, MODULE_WITH_SYMBOLS);
  try {
    return modules.map((file, at) => {
      const facts = known[at];
      const read = facts === undefined ? readModule(platform, file, reading) : { facts, isSound: true };
      advance(at + 1, modules.length);
      return read;
    });
  } finally {
    expectModules(platform, [], MODULE_WITH_SYMBOLS);
  }
}

export interface ReadModule {
  readonly facts: ModuleFacts;
  /** Nothing was told about it. */
  readonly isSound: boolean;
}

/** One of the three files that a kernel's build leaves in its directory; undefined where it cannot be read, which is told. */
export function readInput(platform: Platform, directory: string, name: string, say: Say): Uint8Array | undefined {
  try {
    return platform.files.read(`${directory}/${name}`);
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    say("WARNING", `could not open ${name} at ${directory}: ${errnoText(error.errno)}`, lossOf(error));
    return undefined;
  }
}

function readModule(platform: Platform, file: ModuleFile, { reader, say }: Reading): ReadModule {
  const { facts, problem } = readFacts(platform, file.path, reader);
  if (problem === undefined) return { facts, isSound: true };
  if (isOfCodec(problem)) say("ERROR", problem.message);
  say("ERROR", `failed to load symbols from ${file.path}: ${errnoText(problem.errno)}`, "fails");
  return { facts, isSound: false };
}

function readFacts(
  platform: Platform,
  path: string,
  reader: FactsReader,
): { readonly facts: ModuleFacts; readonly problem: KmodError | undefined } {
  try {
    return withModuleImage(platform, path, (image) => readModuleFacts(image, reader));
  } catch (error) {
    if (error instanceof KmodError) return { facts: NO_FACTS, problem: error };
    throw error;
  }
}

/** What the codecs say goes before the line with the file's name, which shows an errno only. */
function isOfCodec(error: KmodError): boolean {
  if (error instanceof SystemError) return error.operation === "decompress";
  return error instanceof FormatError && ["gzip", "xz", "zstd"].includes(error.source);
}
