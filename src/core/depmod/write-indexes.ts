/**
 * Writing the whole set of indexes so that the old one serves until the new one is there: all files under temporary names in the
 * same directory, synced, and only then renamed.
 */

import { errnoText } from "../errno.ts";
import { KmodError } from "../errors.ts";
import { contentChange, IDENTITY_LENGTH } from "../file-identity.ts";
import { makeParents } from "../make-parents.ts";
import type { FileSystem } from "../platform.ts";
import { createTemporary, removeQuietly } from "../replace-file.ts";
import type { IndexFile } from "./indexes.ts";
import { removeLeftOvers, temporaryNames, temporaryStem } from "./left-overs.ts";
import { DepmodError } from "./say.ts";

/** Everybody may read them, whatever the umask of whoever runs depmod. */
const MODE = 0o644;

const DIRECTORY_MODE = 0o755;

/** Read beside modules.dep.bin, which makes a module known: a new one must not be found without its soft dependencies. */
const FIRST = ["modules.softdep", "modules.weakdep"];

/** Its time is what `-A` compares with: where it is new, all others are. */
const LAST = "modules.dep";

/** A file that waits under its temporary name. */
interface Waiting {
  readonly name: string;
  readonly temporary: string;
}

/**
 * Puts `indexes`, which have these names and are made while they are written, into `directory`, which is made where it is missing. Returns the
 * identity of each file before it had its name, where the file system has identities. Throws `DepmodError`: nothing has changed then, unless
 * the text says so.
 */
export function writeIndexes(
  files: FileSystem,
  directory: string,
  names: readonly string[],
  indexes: Iterable<IndexFile>,
): ReadonlyMap<string, Float64Array> {
  const leftOver = prepare(files, directory, names);
  const waiting: Waiting[] = [];
  try {
    for (const index of indexes) waiting.push(writeTemporary(files, directory, index));
    const written = identify(files, waiting);
    publish(files, directory, waiting);
    for (const identity of [...written.values()].slice(0, 1)) {
      removeLeftOvers(files, directory, leftOver, contentChange(identity));
    }
    return written;
  } catch (error) {
    for (const { temporary } of waiting) removeQuietly(files, temporary);
    throw error;
  }
}

function identify(files: FileSystem, waiting: readonly Waiting[]): ReadonlyMap<string, Float64Array> {
  const identities = files.identify?.(waiting.map(({ temporary }) => temporary));
  if (identities === undefined) return new Map();
  const at = (index: number): number => index * IDENTITY_LENGTH;
  return new Map(waiting.map(({ name }, index) => [name, identities.slice(at(index), at(index + 1))]));
}

/**
 * Makes the directory, and looks whether something stands in the way that a file cannot replace. Returns the temporary names that are there
 * already.
 */
function prepare(files: FileSystem, directory: string, names: readonly string[]): readonly string[] {
  try {
    makeParents(files, `${directory}/`, DIRECTORY_MODE);
  } catch (error) {
    throw refusal(error, "FATAL", `could not create directory ${directory}`);
  }
  try {
    const entries = files.list(directory);
    const taken = new Set(entries.flatMap(({ name, type }) => (type === "directory" ? [name] : [])));
    const obstacle = names.find((name) => taken.has(name));
    if (obstacle === undefined) return temporaryNames(entries.map(({ name }) => name));
    throw new DepmodError("FATAL", `could not write ${directory}/${obstacle}: ${errnoText("EISDIR")}`, "EISDIR");
  } catch (error) {
    throw refusal(error, "FATAL", `could not open directory ${directory}`);
  }
}

function writeTemporary(files: FileSystem, directory: string, { name, bytes }: IndexFile): Waiting {
  let temporary: string | undefined;
  try {
    temporary = createTemporary(files, temporaryStem(directory, name), bytes, MODE);
    files.setMode(temporary, MODE);
    return { name, temporary };
  } catch (error) {
    if (temporary !== undefined) removeQuietly(files, temporary);
    throw refusal(error, "ERROR", `could not write ${directory}/${name}, the indexes are as they were`);
  }
}

/** Gives the files their names. The first that is refused leaves those before it in place. */
function publish(files: FileSystem, directory: string, waiting: Waiting[]): void {
  let done = "nothing has changed";
  waiting.sort((left, right) => turn(left) - turn(right));
  while (waiting.length > 0) {
    const { name, temporary } = waiting[0] as Waiting;
    try {
      files.rename(temporary, `${directory}/${name}`, waiting.length > 1 ? "more follow" : undefined);
    } catch (error) {
      throw refusal(error, "FATAL", `could not rename ${temporary} to ${name} (${done})`);
    }
    waiting.shift();
    done = "some of the indexes are new, run depmod again";
  }
}

/** Files of a smaller number get their names earlier. */
function turn({ name }: Waiting): number {
  if (name === LAST) return 1;
  return FIRST.includes(name) ? -1 : 0;
}

function refusal(error: unknown, level: "FATAL" | "ERROR", text: string): unknown {
  if (!(error instanceof KmodError) || error instanceof DepmodError) return error;
  return new DepmodError(level, `${text}: ${errnoText(error.errno)}`, error.errno);
}
