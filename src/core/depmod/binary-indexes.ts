/** What goes into the binary indexes: keys, values, priorities. See index/trie-format.ts for the files. */

import type { ByteStrings } from "../byte-strings.ts";
import { scanBuiltinAliases } from "../index/builtin-modinfo.ts";
import { TrieEntries } from "../index/trie-entries.ts";
import { moduleNameOfPath, normaliseAlias } from "../names.ts";
import type { IndexedModule, SymbolOwners } from "./dependencies.ts";
import type { Say } from "./say.ts";

/** Bytes; kmod cuts a longer alias. */
const LONGEST_ALIAS = 4095;

/** modules.dep.bin, from the lines of modules.dep. */
export function dependencyEntries(modules: readonly IndexedModule[], lines: ByteStrings): TrieEntries {
  const entries = new TrieEntries(modules.length, 16 * modules.length);
  for (const { file, index } of modules) {
    entries.keys.appendText(file.name);
    entries.end(entries.values.add(lines.bytes, lines.start(index), lines.start(index + 1)), index);
  }
  return entries;
}

/**
 * modules.alias.bin. Aliases with unbalanced brackets are told and left out; those that a module has twice are told where
 * `warnDuplicates` is set.
 */
export function aliasEntries(
  modules: readonly IndexedModule[],
  strings: ByteStrings,
  warnDuplicates: boolean,
  say: Say,
): TrieEntries {
  const entries = new TrieEntries(strings.count, strings.length);
  for (const { file, facts, index } of modules) {
    const { from, to } = facts.aliases;
    if (from === to) continue;
    const name = entries.values.addText(file.name);
    const seen = new Set<string>();
    for (let alias = from; alias < to; alias++) {
      if (!appendKey(entries.keys, strings, alias)) {
        say("WARNING", `Unmatched bracket in ${strings.text(alias)}`);
        continue;
      }
      entries.end(name, index);
      if (warnDuplicates) warnOfDuplicate(seen, entries.keys.text(entries.count - 1), file.name, say);
    }
  }
  return entries;
}

function warnOfDuplicate(seen: Set<string>, key: string, module: string, say: Say): void {
  if (seen.has(key)) say("WARNING", `duplicate module alias:\n${key} ${module}`);
  seen.add(key);
}

const DASH = 0x2d;
const UNDERSCORE = 0x5f;
const OPENING = 0x5b;
const CLOSING = 0x5d;

/** Appends an alias as the index has it. False: its brackets are unbalanced, nothing is appended. */
function appendKey(keys: ByteStrings, strings: ByteStrings, alias: number): boolean {
  const from = strings.start(alias);
  const to = Math.min(strings.start(alias + 1), from + LONGEST_ALIAS);
  if (hasBracket(strings.bytes, from, to)) {
    const key = normaliseAlias(strings.text(alias).slice(0, LONGEST_ALIAS));
    if (key !== undefined) keys.appendText(key);
    return key !== undefined;
  }
  const start = keys.length;
  keys.append(strings.bytes, from, to);
  // Where nothing is between brackets, that is all that `normaliseAlias` does.
  for (let at = start; at < keys.length; at++) if (keys.bytes[at] === DASH) keys.bytes[at] = UNDERSCORE;
  return true;
}

function hasBracket(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === OPENING || bytes[at] === CLOSING) return true;
  return false;
}

/** modules.symbols.bin, of the symbols in `owned`. */
export function symbolEntries(
  modules: readonly IndexedModule[],
  { names, owners }: SymbolOwners,
  owned: readonly number[],
): TrieEntries {
  const entries = new TrieEntries(owned.length, 32 * owned.length);
  const values = modules.map(() => -1);
  for (const symbol of owned) {
    const owner = owners[symbol] as number;
    if (values[owner] === -1) values[owner] = entries.values.addText(modules[owner]?.file.name ?? "");
    entries.keys.appendText("symbol:");
    entries.keys.append(names.strings.bytes, names.strings.start(symbol), names.strings.start(symbol + 1));
    entries.end(values[owner] as number, owner);
  }
  return entries;
}

/** modules.builtin.bin, from the text of modules.builtin. Lines that name no module are told and left out. */
export function builtinEntries(text: string, say: Say): TrieEntries {
  const entries = new TrieEntries();
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const line of lines) {
    const key = /^[A-Za-z]/.test(line) ? moduleNameOfPath(line) : "";
    if (key === "") say("ERROR", `Invalid modules.builtin line: ${line}\n`);
    else entries.add(key, "", 0);
  }
  return entries;
}

/** modules.builtin.alias.bin, from the bytes of modules.builtin.modinfo. */
export function builtinAliasEntries(bytes: Uint8Array, say: Say): TrieEntries {
  const entries = new TrieEntries();
  const found = scanBuiltinAliases(bytes, (alias) => say("WARNING", `Unmatched bracket in ${alias}`));
  for (const { key, value, priority } of found) entries.add(key, value, priority);
  return entries;
}
