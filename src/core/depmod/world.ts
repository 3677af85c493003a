/** Everything that the indexes of one kernel are made from, read. */

import { toByteString } from "../bytes.ts";
import { MODULE_WITH_SYMBOLS } from "../elf/byte-source.ts";
import { expectModules, withModuleImage } from "../elf/module-file.ts";
import { errnoText } from "../errno.ts";
import { FormatError, KmodError, SystemError } from "../errors.ts";
import type { Platform } from "../platform.ts";
import type { IndexedModule } from "./dependencies.ts";
import { type FactsReader, type ModuleFacts, NO_FACTS, readModuleFacts } from "./module-facts.ts";
import type { ModuleFile } from "./module-file.ts";
import { orderModules } from "./module-order.ts";
import { lossOf, type Say } from "./say.ts";

/**
 * The modules in index order, each with what its file says. `directory` is where modules.order is. A file that cannot be read
 * is told, fails the run, and stays in the list without exports, needs and aliases.
 */
export function readModules(
  platform: Platform,
  directory: string,
  modules: readonly ModuleFile[],
  reader: FactsReader,
  say: Say,
): readonly IndexedModule[] {
  const order = readInput(platform, directory, "modules.order", say);
  const text = order === undefined ? undefined : toByteString(order);
  const ordered = orderModules(modules, text, `${directory}/modules.order`, say);
  const paths = ordered.map(({ path }) => path);
  expectModules(platform, paths, MODULE_WITH_SYMBOLS);
  return ordered.map((file, index) => ({ index, file, facts: factsOf(platform, file, reader, say) }));
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

function factsOf(platform: Platform, file: ModuleFile, reader: FactsReader, say: Say): ModuleFacts {
  const { facts, problem } = readFacts(platform, file.path, reader);
  if (problem === undefined) return facts;
  if (isOfCodec(problem)) say("ERROR", problem.message);
  say("ERROR", `failed to load symbols from ${file.path}: ${errnoText(problem.errno)}`, "fails");
  return facts;
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
