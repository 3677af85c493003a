/** Which of two files with the same module name counts. See `override` and `search` in depmod.d(5). */

import type { DepmodConfiguration } from "./configuration.ts";
import { type ModuleFile, stemOf } from "./module-file.ts";

/** A word of the search list that means the external directories. */
const EXTERNAL = "external";
/** A word of the search list that gives its place to whatever no other word does. */
const BUILT_IN = "built-in";

/** What a place is called that gives a file its rank: a directory, or the words of the search list that are none. */
export type RankedPlace =
  | { readonly kind: "search" | "external"; readonly directory: string }
  /** Named by no other word, but the list says `built-in`. */
  | { readonly kind: "built-in" }
  /** Named by no word at all. */
  | { readonly kind: "unlisted" };

/** Why one of two files counts. */
export type PrecedenceRule =
  /** `path`, `SUBDIRECTORY/MODULE`, is that of the last override that names either. */
  | { readonly kind: "override"; readonly path: string }
  | { readonly kind: "search"; readonly winner: RankedPlace; readonly loser: RankedPlace }
  /** They have the same rank, so that it depends on which was found first. */
  | { readonly kind: "order"; readonly place: RankedPlace };

export interface Verdict {
  /** Whether the newer file, found later, takes the place of the older. */
  readonly replaces: boolean;
  readonly rule: PrecedenceRule;
}

/** Whether `newer`, found later, takes the place of `older`, and why. */
export type Precedence = (newer: ModuleFile, older: ModuleFile) => Verdict;

/** The rule of a configuration for the module directory `directory`. */
export function precedenceOf({ overrides, search, externals }: DepmodConfiguration, directory: string): Precedence {
  const lastOverridesFirst = overrides.toReversed();
  const ranks = rankWords(search, externals);
  return (newer, older) => {
    const [newStem, oldStem] = [stemOf(newer), stemOf(older)];
    const [newInside, oldInside] = [inside(newStem, directory), inside(oldStem, directory)];
    const override = lastOverridesFirst.find((path) => path === newInside || path === oldInside);
    if (override !== undefined) return { replaces: override === newInside, rule: { kind: "override", path: override } };
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

/** What a place is worth. */
interface Rank {
  readonly rank: number;
  readonly place: RankedPlace;
}

/** What a word of the search list, or one external directory, means. */
interface RankWord extends Rank {
  readonly fits: (place: Place) => boolean;
  /** A word that stands for itself: where the newer file fits, the older does not get this rank, as kmod has it. */
  readonly plain: boolean;
}

interface Ranks {
  readonly list: readonly RankWord[];
  /** For what no other word fits. */
  readonly otherwise: Rank;
}

/** The words from the last to the first: the higher the rank, the higher the priority. */
function rankWords(search: readonly string[], externals: readonly string[]): Ranks {
  const list: RankWord[] = [];
  let otherwise: Rank = { rank: -1, place: { kind: "unlisted" } };
  let rank = 0;
  for (const word of search.toReversed()) {
    if (word === BUILT_IN) otherwise = { rank, place: { kind: "built-in" } };
    else if (word !== EXTERNAL) list.push({ rank, ...searchDirectory(word) });
    else for (const path of externals.toReversed()) list.push({ rank: rank++, ...externalDirectory(path) });
    rank++;
  }
  return { list, otherwise };
}

function searchDirectory(directory: string): Omit<RankWord, "rank"> {
  const fits = (place: Place): boolean => isBelow(place.inside, directory);
  return { place: { kind: "search", directory }, plain: true, fits };
}

function externalDirectory(directory: string): Omit<RankWord, "rank"> {
  return { place: { kind: "external", directory }, plain: false, fits: ({ stem }) => isBelow(stem, directory) };
}

function isBelow(path: string | undefined, directory: string): boolean {
  return path?.startsWith(`${directory}/`) === true;
}

/** Whether the newer file has the higher rank. */
function compareRanks({ list, otherwise }: Ranks, newer: Place, older: Place): Verdict {
  let newRank: RankWord | undefined;
  let oldRank: RankWord | undefined;
  for (const word of list) {
    const newFits = word.fits(newer);
    if (newFits) newRank = word;
    if (!(newFits && word.plain) && word.fits(older)) oldRank = word;
  }
  const [high, low] = [newRank ?? otherwise, oldRank ?? otherwise];
  const replaces = high.rank > low.rank;
  if (high.rank === low.rank || (replaces && newRank?.fits(older) === true)) {
    return { replaces, rule: { kind: "order", place: high.place } };
  }
  const [winner, loser] = replaces ? [high.place, low.place] : [low.place, high.place];
  return { replaces, rule: { kind: "search", winner, loser } };
}
