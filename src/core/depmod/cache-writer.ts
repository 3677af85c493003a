/** Writes down what the next run of depmod may believe. */

import { ByteStrings } from "../byte-strings.ts";
import { KmodError } from "../errors.ts";
import { IDENTITY_LENGTH } from "../file-identity.ts";
import type { FileSystem } from "../platform.ts";
import { createTemporary, removeQuietly } from "../replace-file.ts";
import { CACHE_NAME, type Place, packFacts, type Recollection } from "./cache.ts";
import { encodeCache } from "./cache-format.ts";
import { temporaryStem } from "./left-overs.ts";
import type { ModuleFacts } from "./module-facts.ts";
import { NO_FACTS } from "./module-facts.ts";

const MODE = 0o644;

export interface Memory {
  readonly place: Place;
  readonly recollection: Recollection;
  /** By position; undefined for a module that could not be read. */
  readonly facts: readonly (ModuleFacts | undefined)[];
  /** The state of inputs and indexes: see kept-indexes.ts; empty where the next run shall make all indexes. */
  readonly files: Float64Array;
  /** Seconds since the modules were looked at. */
  readonly age: number;
}

/** Returns why it could not be written, which is no reason to fail: the next run takes longer, that is all. */
export function writeCache(files: FileSystem, memory: Memory): KmodError | undefined {
  try {
    write(files, memory.place.output, encode(memory));
    return undefined;
  } catch (error) {
    if (error instanceof KmodError) return error;
    throw error;
  }
}

/** Takes the place of whatever has the name, as the indexes do: a link that somebody put there is not followed. */
function write(files: FileSystem, directory: string, bytes: Uint8Array): void {
  const temporary = createTemporary(files, temporaryStem(directory, CACHE_NAME), bytes, MODE);
  try {
    files.rename(temporary, `${directory}/${CACHE_NAME}`);
  } catch (error) {
    removeQuietly(files, temporary);
    throw error;
  }
}

function encode({ place, recollection, facts, files, age }: Memory): Uint8Array {
  const { symbols, strings } = recollection.reader;
  const paths = new ByteStrings(place.modules.length + 1, 64 * place.modules.length);
  for (const path of place.modules) paths.addText(path);
  paths.addText(place.directory);
  return encodeCache({
    paths,
    identities: knownOnly(recollection.identities, facts),
    facts: packFacts(facts.map((each) => each ?? NO_FACTS)),
    names: symbols.names.strings,
    strings,
    numbers: symbols.numbers.values.subarray(0, symbols.numbers.count),
    files,
    age,
  });
}

/** A module that could not be read is nobody's: it is looked at again. */
function knownOnly(identities: Float64Array, facts: readonly (ModuleFacts | undefined)[]): Float64Array {
  const known = identities.slice();
  for (const [at, each] of facts.entries()) if (each === undefined) known[at * IDENTITY_LENGTH] = -1;
  return known;
}
