/** The configuration and the indexes behind modprobe -c, as JSON and as a table. Every entry names where it stands. */

import { decodeUtf8 } from "../core/bytes.ts";
import type { ModuleCommand, Origin } from "../core/config/configuration.ts";
import type { ModuleDatabase } from "../core/module/database.ts";
import type { Table } from "../core/platform.ts";
import type { JsonValue } from "./command.ts";
import { originJson } from "./origin-json.ts";
import { originText } from "./origin-text.ts";

/** The shape is described in docs/json-output.md. */
export function configurationJson({ configuration, index }: ModuleDatabase): { readonly [key: string]: JsonValue } {
  return {
    blacklist: configuration.blacklist.map((entry) => ({ module: decodeUtf8(entry.module), ...place(entry) })),
    installCommands: configuration.installCommands.map(commandJson),
    removeCommands: configuration.removeCommands.map(commandJson),
    aliases: configuration.aliases.map((entry) => ({ ...indexedJson(entry.pattern, entry.module), ...place(entry) })),
    options: configuration.options.map((entry) => ({
      module: decodeUtf8(entry.module),
      options: decodeUtf8(entry.options),
      ...place(entry),
    })),
    softDependencies: configuration.softDependencies.map((entry) => ({
      pattern: decodeUtf8(entry.pattern),
      pre: entry.pre.map(decodeUtf8),
      post: entry.post.map(decodeUtf8),
      ...place(entry),
    })),
    weakDependencies: configuration.weakDependencies.map((entry) => ({
      pattern: decodeUtf8(entry.pattern),
      modules: entry.modules.map(decodeUtf8),
      ...place(entry),
    })),
    indexedAliases: [...index.aliasEntries()].map(({ key, value }) => indexedJson(key, value)),
    indexedSymbols: [...index.symbolEntries()].map(({ key, value }) => indexedJson(key, value)),
  };
}

function indexedJson(pattern: string, module: string): { readonly pattern: string; readonly module: string } {
  return { pattern: decodeUtf8(pattern), module: decodeUtf8(module) };
}

function commandJson(entry: ModuleCommand): JsonValue {
  return { pattern: decodeUtf8(entry.pattern), command: decodeUtf8(entry.command), ...place(entry) };
}

function place({ origin }: { readonly origin: Origin }): { readonly origin: JsonValue } {
  return { origin: originJson(origin) };
}

/** One row an entry: what it says and where it stands. The indexes are left out: they have no lines to name. */
export function configurationTable({ configuration }: ModuleDatabase): Table {
  const where = ({ origin }: { readonly origin: Origin }): string => originText(origin);
  const soft = (before: readonly string[], after: readonly string[]): string =>
    [before.length > 0 ? `pre: ${before.join(" ")}` : "", after.length > 0 ? `post: ${after.join(" ")}` : ""]
      .filter(Boolean)
      .join(" ");
  const rows = [
    ...configuration.blacklist.map((entry) => ["blacklist", entry.module, "", where(entry)]),
    ...configuration.installCommands.map((entry) => ["install", entry.pattern, entry.command, where(entry)]),
    ...configuration.removeCommands.map((entry) => ["remove", entry.pattern, entry.command, where(entry)]),
    ...configuration.aliases.map((entry) => ["alias", entry.pattern, entry.module, where(entry)]),
    ...configuration.options.map((entry) => ["options", entry.module, entry.options, where(entry)]),
    ...configuration.softDependencies.map((entry) => [
      "softdep",
      entry.pattern,
      soft(entry.pre, entry.post),
      where(entry),
    ]),
    ...configuration.weakDependencies.map((entry) => ["weakdep", entry.pattern, entry.modules.join(" "), where(entry)]),
  ];
  return {
    columns: [
      { title: "Directive", rank: 2 },
      { title: "Module", rank: 1 },
      { title: "Value", rank: 3 },
      { title: "Where", rank: 4 },
    ],
    rows,
  };
}
