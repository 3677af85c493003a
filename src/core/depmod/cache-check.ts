/** Whether everything in a cache leads to what is there: its bytes may be anybody's, and its checksum is no secret. */

import type { ByteStrings } from "../byte-strings.ts";
import { IDENTITY_LENGTH } from "../file-identity.ts";
import type { CachedTree } from "./cache-format.ts";

/** Numbers of facts for a module: five ranges. */
const RANGES = 5;

export function isSound(tree: CachedTree): boolean {
  const modules = tree.identities.length / IDENTITY_LENGTH;
  return (
    tree.paths.count === modules + 1 &&
    areInOrder(tree.paths) &&
    areInOrder(tree.names) &&
    areInOrder(tree.strings) &&
    areRangesSound(tree, modules)
  );
}

function areInOrder({ starts, count, bytes }: ByteStrings): boolean {
  if (starts[0] !== 0 || starts[count] !== bytes.length) return false;
  for (let at = 0; at < count; at++) if ((starts[at] as number) > (starts[at + 1] as number)) return false;
  return true;
}

function areRangesSound({ facts, numbers, names, strings }: CachedTree, modules: number): boolean {
  // No two ranges overlap, so that all of them have no more than there is: others could stand for any amount of work.
  let numbersLeft = numbers.length;
  let stringsLeft = strings.count;
  for (let range = 0; range < modules * RANGES; range++) {
    const kind = range % RANGES;
    const from = facts[2 * range] as number;
    const to = facts[2 * range + 1] as number;
    const limit = kind < 2 ? numbers.length : strings.count;
    if (from < 0 || from > to || to > limit) return false;
    if (kind < 2) numbersLeft -= to - from;
    else stringsLeft -= to - from;
    if (numbersLeft < 0 || stringsLeft < 0) return false;
    // The first range is of exports, which are numbers of names, the second of needs, which are twice that.
    if (kind < 2 && !areNames(numbers, from, to, kind === 0 ? names.count : 2 * names.count)) return false;
  }
  return true;
}

function areNames(numbers: Int32Array, from: number, to: number, limit: number): boolean {
  for (let at = from; at < to; at++) {
    const number = numbers[at] as number;
    if (number < 0 || number >= limit) return false;
  }
  return true;
}
