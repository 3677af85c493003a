/** Which of two files with the same module name counts. See `override` and `search` in depmod.d(5). */

import type { DepmodConfiguration } from "./configuration.ts";
import { type ModuleFile, stemOf } from "./module-file.ts";

/** A word of the search list that means the external directories. */
const EXTERNAL = "external";
/** A word of the search list that gives its place to whatever no other word does. */
const BUILT_IN = "built-in";

/** Whether `newer`, found later, takes the place of `older`. */
export type Precedence = (newer: ModuleFile, older: ModuleFile) => boolean;

/** The rule of a configuration for the module directory `directory`. */
export function precedenceOf({ overrides, search, externals }: DepmodConfiguration, directory: string): Precedence {
  const lastOverridesFirst = overrides.toReversed();
  const ranks = rankWords(search, externals);
  return (newer, older) => {
    const [newStem, oldStem] = [stemOf(newer), stemOf(older)];
    const [newInside, oldInside] = [inside(newStem, directory), inside(oldStem, directory)];
    const override = lastOverridesFirst.find((path) => path === newInside || path === oldInside);
    if (override !== undefined) return override === newInside;
    return compareRanks(ranks, { stem: newStem, inside: newInside }, { stem: oldStem, inside: oldInside });
  };
}

/** A path without its ending, and the same from the module directory where it lies in it. */
interface Place {
  readonly stem: string;
  readonly inside: string | undefined;
}

function inside(stem: string, directory: string): string | undefined {
  return stem.startsWith(`${directory}/`) ? stem.slice(directory.length + 1) : undefined;
}

/** What a word of the search list, or one external directory, means. */
interface Rank {
  readonly rank: number;
  readonly fits: (place: Place) => boolean;
  /** A word that stands for itself: where the newer file fits, the older does not get this rank, as kmod has it. */
  readonly plain: boolean;
}

interface Ranks {
  readonly list: readonly Rank[];
  /** For what no other word fits. */
  readonly builtIn: number;
}

/** The words from the last to the first: the higher the rank, the higher the priority. */
function rankWords(search: readonly string[], externals: readonly string[]): Ranks {
  const list: Rank[] = [];
  let builtIn = -1;
  let rank = 0;
  for (const word of search.toReversed()) {
    if (word === BUILT_IN) builtIn = rank;
    else if (word !== EXTERNAL) list.push({ rank, plain: true, fits: (place) => isBelow(place.inside, word) });
    else {
      for (const path of externals.toReversed()) {
        list.push({ rank: rank++, plain: false, fits: ({ stem }) => isBelow(stem, path) });
      }
    }
    rank++;
  }
  return { list, builtIn };
}

function isBelow(path: string | undefined, directory: string): boolean {
  return path?.startsWith(`${directory}/`) === true;
}

/** Whether the newer file has the higher rank. */
function compareRanks({ list, builtIn }: Ranks, newer: Place, older: Place): boolean {
  let newRank: number | undefined;
  let oldRank: number | undefined;
  for (const { rank, fits, plain } of list) {
    const newFits = fits(newer);
    if (newFits) newRank = rank;
    if (!(newFits && plain) && fits(older)) oldRank = rank;
  }
  return (newRank ?? builtIn) > (oldRank ?? builtIn);
}
