/** The text files that depmod writes, whole. Values are raw bytes, in module order and in the order of each module. See depmod(8). */

import type { IndexedModule } from "./dependencies.ts";
import { findDeviceNode } from "./devname.ts";
import type { Say } from "./say.ts";

/** A module's line of modules.dep without newline, which is its value in modules.dep.bin too. */
export function dependencyLine(module: IndexedModule, dependencies: readonly IndexedModule[]): string {
  return `${module.file.shownPath}:${dependencies.map(({ file }) => ` ${file.shownPath}`).join("")}`;
}

/** modules.dep. */
export function formatDependencies(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** modules.alias. */
export function formatAliases(modules: readonly IndexedModule[]): string {
  const lines = modules.flatMap(({ file, facts }) => facts.aliases.map((alias) => `alias ${alias} ${file.name}\n`));
  return `# Aliases extracted from modules themselves.\n${lines.join("")}`;
}

/** modules.softdep. */
export function formatSoftDependencies(modules: readonly IndexedModule[]): string {
  const lines = modules.flatMap(({ file, facts }) =>
    facts.softDependencies.map((value) => `softdep ${file.name} ${value}\n`),
  );
  return `# Soft dependencies extracted from modules themselves.\n${lines.join("")}`;
}

/** modules.weakdep. */
export function formatWeakDependencies(modules: readonly IndexedModule[]): string {
  const lines = modules.flatMap(({ file, facts }) =>
    facts.weakDependencies.map((value) => `weakdep ${file.name} ${value}\n`),
  );
  return `# Weak dependencies extracted from modules themselves.\n${lines.join("")}`;
}

/** modules.symbols. */
export function formatSymbols(symbols: readonly { readonly name: string; readonly owner: IndexedModule }[]): string {
  const lines = symbols.map(({ name, owner }) => `alias symbol:${name} ${owner.file.name}\n`);
  return `# Aliases for symbols, used by symbol_request().\n${lines.join("")}`;
}

/** modules.devname. A device name without number is told. */
export function formatDeviceNodes(modules: readonly IndexedModule[], say: Say): string {
  const lines: string[] = [];
  for (const { file, facts } of modules) {
    const found = findDeviceNode(facts.aliases);
    if (found.kind === "node") {
      lines.push(`${file.name} ${found.name} ${found.number}\n`);
    } else if (found.kind === "incomplete") {
      const lack = "but lacks major and minor information. Ignoring.";
      say("ERROR", `Module '${file.name}' has devname (${found.name}) ${lack}`);
    }
  }
  if (lines.length === 0) return "";
  return `# Device nodes to trigger on-demand module loading.\n${lines.join("")}`;
}
