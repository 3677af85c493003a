/** What goes into the binary indexes: keys, values, priorities. See index/trie-format.ts for the files. */

import type { ByteStrings } from "../byte-strings.ts";
import { scanBuiltinAliases } from "../index/builtin-modinfo.ts";
import { TrieEntries } from "../index/trie-entries.ts";
import { moduleNameOfPath, normaliseAlias } from "../names.ts";
import type { IndexedModule, SymbolOwners } from "./dependencies.ts";
import type { Range } from "./numbers.ts";
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
    const owner = { name: file.name, value: entries.values.addText(file.name), priority: index };
    if (!warnDuplicates && arePlain(strings, facts.aliases)) addPlain(entries, strings, facts.aliases, owner);
    else addEach(entries, strings, facts.aliases, owner, warnDuplicates, say);
  }
  return entries;
}

/** The module whose aliases are added, and its name's number among the values. */
interface Owner {
  readonly name: string;
  readonly value: number;
  readonly priority: number;
}

const DASH = 0x2d;
const UNDERSCORE = 0x5f;
const OPENING = 0x5b;
const CLOSING = 0x5d;

/** Whether no alias has a bracket and none is too long: so with all but a handful of modules. */
function arePlain({ bytes, starts }: ByteStrings, { from, to }: Range): boolean {
  const region = bytes.subarray(starts[from], starts[to]);
  if (region.includes(OPENING) || region.includes(CLOSING)) return false;
  for (let alias = from; alias < to; alias++) {
    if ((starts[alias + 1] as number) - (starts[alias] as number) > LONGEST_ALIAS) return false;
  }
  return true;
}

/** Without brackets `normaliseAlias` only changes dashes, which many aliases at a time can be asked for. */
function addPlain(entries: TrieEntries, strings: ByteStrings, aliases: Range, { value, priority }: Owner): void {
  const { keys } = entries;
  const start = keys.length;
  entries.addRange(strings, aliases, value, priority);
  const region = keys.bytes.subarray(start, keys.length);
  for (let at = region.indexOf(DASH); at >= 0; at = region.indexOf(DASH, at + 1)) region[at] = UNDERSCORE;
}

function addEach(
  entries: TrieEntries,
  strings: ByteStrings,
  { from, to }: Range,
  { name, value, priority }: Owner,
  warnDuplicates: boolean,
  say: Say,
): void {
  const seen = new Set<string>();
  for (let alias = from; alias < to; alias++) {
    const text = strings.text(alias);
    const key = normaliseAlias(text.slice(0, LONGEST_ALIAS));
    if (key === undefined) {
      say("WARNING", `Unmatched bracket in ${text}`);
      continue;
    }
    if (warnDuplicates && seen.has(key)) say("WARNING", `duplicate module alias:\n${key} ${name}`);
    seen.add(key);
    entries.keys.appendText(key);
    entries.end(value, priority);
  }
}

/** modules.symbols.bin, of the symbols in `owned`. */
export function symbolEntries(
  modules: readonly IndexedModule[],
  { names, owners }: SymbolOwners,
  owned: Int32Array,
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
