/** Which index files on disk are still what would be written now. */

import { IDENTITY_LENGTH, isChangeNoted, isSameContent, isSameFile, lastChange } from "../file-identity.ts";
import type { FileSystem } from "../platform.ts";
import type { Changes } from "./changes.ts";
import { INDEX_NAMES } from "./indexes.ts";

/** What the kernel's build leaves, and the index that is made from it. */
const INPUTS: readonly (readonly [input: string, index: string])[] = [
  ["modules.builtin", "modules.builtin.bin"],
  ["modules.builtin.modinfo", "modules.builtin.alias.bin"],
];

const DEPENDENCIES: readonly string[] = ["modules.dep", "modules.dep.bin"];
const SYMBOLS: readonly string[] = ["modules.symbols", "modules.symbols.bin"];
const STRINGS: readonly string[] = [
  "modules.alias",
  "modules.alias.bin",
  "modules.softdep",
  "modules.weakdep",
  "modules.devname",
];

/** The state of the inputs, which are in `input`, and of the indexes in `output`: what a later run is told with `keptIndexes`. */
export function identifyIndexes(files: FileSystem, input: string, output: string): Float64Array {
  const paths = [...INPUTS.map(([name]) => `${input}/${name}`), ...INDEX_NAMES.map((name) => `${output}/${name}`)];
  return files.identify?.(paths) ?? new Float64Array();
}

/**
 * The names of the indexes that are as they were written, from what is as it was. `before` and `now` are from `identifyIndexes`, `before` may be empty;
 * an input that has changed at `limit` (seconds since 1970) or later is not believed.
 */
export function keptIndexes(before: Float64Array, now: Float64Array, changes: Changes, limit: number): Set<string> {
  const kept = new Set<string>();
  if (before.length === 0 || before.length !== now.length) return kept;
  const isSame = (position: number): boolean =>
    isSameFile(now, position * IDENTITY_LENGTH, before, position * IDENTITY_LENGTH);
  const unchanged = new Set(unchangedIndexes(changes));
  for (const [at, [, index]] of INPUTS.entries()) {
    const start = at * IDENTITY_LENGTH;
    if (isSame(at) && isChangeNoted(now, start) && lastChange(now, start) < limit) unchanged.add(index);
  }
  for (const [at, name] of INDEX_NAMES.entries()) if (unchanged.has(name) && isSame(INPUTS.length + at)) kept.add(name);
  return kept;
}

/**
 * The state to be remembered after a run that began with `before`, kept some indexes, wrote others (`written` has what they were before they
 * had their names) and left `after`. What somebody else has changed meanwhile is nobody's: it will be made again.
 */
export function stateToRemember(
  before: Float64Array,
  after: Float64Array,
  written: ReadonlyMap<string, Float64Array>,
): Float64Array {
  const state = after.slice();
  // What was read is what was there before it was read.
  state.set(before.subarray(0, INPUTS.length * IDENTITY_LENGTH));
  for (const [index, name] of INDEX_NAMES.entries()) {
    const at = (INPUTS.length + index) * IDENTITY_LENGTH;
    const own = written.get(name);
    const isOurs = own === undefined ? isSameFile(before, at, after, at) : isSameContent(own, 0, after, at);
    if (!isOurs) state[at] = -1;
  }
  return state;
}

function unchangedIndexes({ exports, needs, strings }: Changes): readonly string[] {
  return [...(exports || needs ? [] : DEPENDENCIES), ...(exports ? [] : SYMBOLS), ...(strings ? [] : STRINGS)];
}
