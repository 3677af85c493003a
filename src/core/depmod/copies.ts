/** All files of a module in a tree, and why one of them counts: depmod's own walk and precedence, with nothing thrown away. */

import type { Origin } from "../config/configuration.ts";
import type { FileSystem } from "../platform.ts";
import { type DepmodDirective, toDepmodConfiguration } from "./configuration.ts";
import { walkModules } from "./find-modules.ts";
import { type ModuleFile, toModuleFile } from "./module-file.ts";
import { type Precedence, type PrecedenceRule, precedenceOf, type RankedPlace } from "./precedence.ts";
import type { Say } from "./say.ts";

/** A file that gave way. */
export interface LosingCopy {
  readonly file: ModuleFile;
  /** Why: against the file that counts where possible, else against the one that took its place on the way. */
  readonly rule: PrecedenceRule;
  /** The lines behind the rule: none where it is depmod's default, or chance. */
  readonly origins: readonly Origin[];
}

export interface ModuleCopies {
  /** The file that depmod would name in modules.dep. */
  readonly winner: ModuleFile;
  /** The others, in the order in which depmod meets them. */
  readonly losers: readonly LosingCopy[];
}

/**
 * The files of each of `names` that depmod would find in `directory` and the external ones; a name without a file is left out.
 * Throws `DepmodError` where the directory cannot be searched.
 */
export function findCopies(
  files: FileSystem,
  directory: string,
  directives: readonly DepmodDirective[],
  names: ReadonlySet<string>,
  say: Say,
): ReadonlyMap<string, ModuleCopies> {
  const configuration = toDepmodConfiguration(directives);
  const precedence = precedenceOf(configuration, directory);
  const found = new Map<string, Found>();
  walkModules(files, directory, configuration, say, (path) => {
    const file = toModuleFile(path, directory);
    if (!names.has(file.name)) return;
    const known = found.get(file.name);
    if (known === undefined) found.set(file.name, { files: [file], rules: [], winner: 0 });
    else keep(known, file, precedence);
  });
  const toCopies = ({ files: all, rules, winner }: Found): ModuleCopies => ({
    winner: all[winner] as ModuleFile,
    losers: all.flatMap((file, at) => {
      if (at === winner) return [];
      const rule = finalRule(all, at, winner, precedence) ?? (rules[at] as PrecedenceRule);
      return [{ file, rule, origins: originsOf(rule, directives) }];
    }),
  });
  return new Map(Array.from(found, ([name, each]) => [name, toCopies(each)]));
}

/** The files of a name so far, in the order in which they were met; for each that lost the rule of that time; and which one counts. */
interface Found {
  readonly files: ModuleFile[];
  readonly rules: PrecedenceRule[];
  winner: number;
}

/** As `findModules` keeps one of two. */
function keep(found: Found, newer: ModuleFile, precedence: Precedence): void {
  const { replaces, rule } = precedence(newer, found.files[found.winner] as ModuleFile);
  const position = found.files.push(newer) - 1;
  found.rules[replaces ? found.winner : position] = rule;
  if (replaces) found.winner = position;
}

/** Why a file gives way to the one that counts; undefined where it gave way to another one, and would not to that. */
function finalRule(
  files: readonly ModuleFile[],
  loser: number,
  winner: number,
  precedence: Precedence,
): PrecedenceRule | undefined {
  const [newer, older] = [Math.max(loser, winner), Math.min(loser, winner)];
  const { replaces, rule } = precedence(files[newer] as ModuleFile, files[older] as ModuleFile);
  return replaces === (newer === winner) ? rule : undefined;
}

function originsOf(rule: PrecedenceRule, directives: readonly DepmodDirective[]): readonly Origin[] {
  if (rule.kind === "override") {
    const line = directives.findLast((each) => each.keyword === "override" && each.path === rule.path);
    return line === undefined ? [] : [line.origin];
  }
  const places = rule.kind === "order" ? [] : [rule.winner, rule.loser];
  const origins = places.flatMap((place) => originOf(place, directives) ?? []);
  return origins.filter((origin, at) => origins.findIndex((each) => isSame(each, origin)) === at);
}

/** The first line that names a place is the one that gives it its rank. */
function originOf(place: RankedPlace, directives: readonly DepmodDirective[]): Origin | undefined {
  const says = (word: string): Origin | undefined =>
    directives.find((each) => each.keyword === "search" && each.words.includes(word))?.origin;
  switch (place.kind) {
    case "search":
      return says(place.directory);
    case "external":
      return directives.find((each) => each.keyword === "external" && each.path === place.directory)?.origin;
    case "built-in":
      return says("built-in");
    default:
      return undefined;
  }
}

function isSame(left: Origin, right: Origin): boolean {
  if (left.kind !== "file" || right.kind !== "file") return left.kind === right.kind;
  return left.path === right.path && left.line === right.line;
}
