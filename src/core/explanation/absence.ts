/** Why a module is missing, beyond that nothing has its name. */

import type { Origin } from "../config/configuration.ts";
import { aliasTargets } from "../config/matching.ts";
import type { ModuleCopies } from "../depmod/copies.ts";
import { matchesGlob } from "../glob.ts";
import { findAliasLines } from "../index/index-lines.ts";
import type { KnownModule, ModuleDatabase } from "../module/database.ts";
import type { Hindrance } from "../module/hindrances.ts";
import { normaliseAlias } from "../names.ts";
import type { FileSystem } from "../platform.ts";

/**
 * What is to be said of a module that no index has: that there is a file of it all the same, as before depmod ran; and where an alias led
 * to its name, that this is an alias too, because modprobe looks no further then. `copies` are its files in the tree. Throws SystemError.
 */
export function reasonsOfAbsence(
  files: FileSystem,
  database: ModuleDatabase,
  { name, alias, named }: KnownModule,
  copies: ModuleCopies | undefined,
): readonly Hindrance[] {
  if (database.index.dependency(name) !== undefined || database.isBuiltin(name) || named !== undefined) return [];
  const reasons: Hindrance[] = [];
  if (copies !== undefined) reasons.push({ kind: "not-indexed", module: name, path: copies.winner.path });
  const origin = alias === undefined ? undefined : originOfAlias(files, database, name);
  if (origin !== undefined) reasons.push({ kind: "alias-of-alias", module: name, origin });
  return reasons;
}

/** The first line that makes an alias of a word. */
function originOfAlias(files: FileSystem, database: ModuleDatabase, word: string): Origin | undefined {
  const { directory, configuration, index } = database;
  const configured = aliasTargets(configuration, word)[0];
  if (configured !== undefined) return configured.origin;
  const modules = index.aliases(word);
  const lines = modules.length === 0 ? [] : findAliasLines(files, directory, new Set(modules));
  return lines.find(({ pattern }) => matchesGlob(normaliseAlias(pattern) ?? pattern, word))?.origin;
}
