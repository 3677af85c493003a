/** What is different from what modules said the last time, as far as indexes depend on it. */

import type { ByteStrings } from "../byte-strings.ts";
import type { FactsReader, ModuleFacts } from "./module-facts.ts";
import type { Range } from "./numbers.ts";

export interface Changes {
  /** What modules export. */
  readonly exports: boolean;
  /** What they need. */
  readonly needs: boolean;
  /** Aliases, soft and weak dependencies. */
  readonly strings: boolean;
}

export const ALL_CHANGED: Changes = { exports: true, needs: true, strings: true };

/** Both lists are ranges of what the reader has. */
export function findChanges(
  before: readonly ModuleFacts[],
  after: readonly ModuleFacts[],
  { symbols, strings }: FactsReader,
): Changes {
  const { values } = symbols.numbers;
  const changes = { exports: false, needs: false, strings: false };
  for (let at = 0; at < before.length; at++) {
    const [old, present] = [before[at] as ModuleFacts, after[at] as ModuleFacts];
    if (old === present) continue;
    changes.exports ||= !areSameNumbers(values, old.exports, present.exports);
    changes.needs ||= !areSameNumbers(values, old.needs, present.needs);
    changes.strings ||=
      !areSameStrings(strings, old.aliases, present.aliases) ||
      !areSameStrings(strings, old.softDependencies, present.softDependencies) ||
      !areSameStrings(strings, old.weakDependencies, present.weakDependencies);
  }
  return changes;
}

function areSameNumbers(values: Int32Array, left: Range, right: Range): boolean {
  if (left.from === right.from && left.to === right.to) return true;
  if (left.to - left.from !== right.to - right.from) return false;
  for (let at = left.from, other = right.from; at < left.to; at++, other++) {
    if (values[at] !== values[other]) return false;
  }
  return true;
}

function areSameStrings(strings: ByteStrings, left: Range, right: Range): boolean {
  if (left.from === right.from && left.to === right.to) return true;
  if (left.to - left.from !== right.to - right.from) return false;
  for (let at = left.from, other = right.from; at < left.to; at++, other++) {
    if (strings.compare(at, other) !== 0) return false;
  }
  return true;
}
