/** What goes into the binary indexes: keys, values, priorities. See index/trie-format.ts for the files. */

import { scanBuiltinAliases } from "../index/builtin-modinfo.ts";
import type { TextEntry } from "../index/sorted-patterns.ts";
import { moduleNameOfPath, normaliseAlias } from "../names.ts";
import type { IndexedModule } from "./dependencies.ts";
import type { Say } from "./say.ts";

/** Bytes; kmod cuts a longer alias. */
const LONGEST_ALIAS = 4095;

/** modules.dep.bin, from the lines of modules.dep. */
export function dependencyEntries(modules: readonly IndexedModule[], lines: readonly string[]): readonly TextEntry[] {
  return modules.map(({ file, index }) => ({ key: file.name, value: lines[index] ?? "", priority: index }));
}

/**
 * modules.alias.bin. Aliases with unbalanced brackets are told and left out; those that a module has twice are told where
 * `warnDuplicates` is set.
 */
export function aliasEntries(
  modules: readonly IndexedModule[],
  warnDuplicates: boolean,
  say: Say,
): readonly TextEntry[] {
  const entries: TextEntry[] = [];
  for (const { file, facts, index } of modules) {
    const seen = new Set<string>();
    for (const alias of facts.aliases) {
      const key = normaliseAlias(alias.slice(0, LONGEST_ALIAS));
      if (key === undefined) {
        say("WARNING", `Unmatched bracket in ${alias}`);
        continue;
      }
      if (warnDuplicates && seen.has(key)) say("WARNING", `duplicate module alias:\n${key} ${file.name}`);
      seen.add(key);
      entries.push({ key, value: file.name, priority: index });
    }
  }
  return entries;
}

/** modules.symbols.bin. */
export function symbolEntries(
  symbols: readonly { readonly name: string; readonly owner: IndexedModule }[],
): readonly TextEntry[] {
  return symbols.map(({ name, owner }) => ({
    key: `symbol:${name}`,
    value: owner.file.name,
    priority: owner.index,
  }));
}

/** modules.builtin.bin, from the text of modules.builtin. Lines that name no module are told and left out. */
export function builtinEntries(text: string, say: Say): readonly TextEntry[] {
  const entries: TextEntry[] = [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const line of lines) {
    const key = /^[A-Za-z]/.test(line) ? moduleNameOfPath(line) : "";
    if (key === "") say("ERROR", `Invalid modules.builtin line: ${line}\n`);
    else entries.push({ key, value: "", priority: 0 });
  }
  return entries;
}

/** modules.builtin.alias.bin, from the bytes of modules.builtin.modinfo. */
export function builtinAliasEntries(bytes: Uint8Array, say: Say): readonly TextEntry[] {
  return [...scanBuiltinAliases(bytes, (alias) => say("WARNING", `Unmatched bracket in ${alias}`))];
}
