/** The order of modules in all indexes: that of modules.order, the kernel's link order, then that of kmod's hash table. */

import { ByteStrings } from "../byte-strings.ts";
import { hashOrder, MODULE_BUCKETS } from "./hash-order.ts";
import { type ModuleFile, orderKeyOf } from "./module-file.ts";
import { DepmodError, type Say } from "./say.ts";

/** kmod reads lines into a buffer of 4096 bytes; one that does not fit spoils the file. */
const LONGEST_LINE = 4094;

/** kmod's limit, which other limits lean on. */
const MOST_MODULES = 65_534;

/**
 * Modules in index order. `order` is the text of modules.order, undefined where there is none, and `source` its path for
 * messages. A damaged file counts as none, which is told. Throws `DepmodError` for more than 65534 modules.
 */
export function orderModules(
  modules: readonly ModuleFile[],
  order: string | undefined,
  source: string,
  say: Say,
): readonly ModuleFile[] {
  if (modules.length > MOST_MODULES) {
    throw new DepmodError("FATAL", "could not build module array: Numerical result out of range");
  }
  if (order === undefined) return inHashOrder(modules);
  const positions = readPositions(order);
  if (typeof positions === "number") {
    say("ERROR", `${source}:${positions} corrupted line misses '\\n'`);
    return inHashOrder(modules);
  }
  return inOrder(modules, positions);
}

function inHashOrder(modules: readonly ModuleFile[]): readonly ModuleFile[] {
  const names = new ByteStrings(modules.length, 16 * modules.length);
  const numbers = modules.map(({ name }) => names.addText(name));
  return Array.from(hashOrder(names, numbers, MODULE_BUCKETS), (number) => modules[number] as ModuleFile);
}

/** The line at which each key is first named; the number of the line that spoils the file where one does. */
function readPositions(order: string): ReadonlyMap<string, number> | number {
  const positions = new Map<string, number>();
  const lines = order.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    if (at === lines.length - 1) return line === "" ? positions : at + 1;
    if (line.length > LONGEST_LINE) return at + 1;
    const nul = line.indexOf("\0");
    if (nul > 0) return at + 1;
    if (nul < 0 && !positions.has(line)) positions.set(line, at);
  }
  return positions;
}

/** Those that the file names, each on a line of its own, and then the others. */
function inOrder(modules: readonly ModuleFile[], positions: ReadonlyMap<string, number>): readonly ModuleFile[] {
  const named: ModuleFile[] = [];
  const others: ModuleFile[] = [];
  for (const module of modules) {
    const key = orderKeyOf(module);
    const position = key === undefined ? undefined : positions.get(key);
    if (position === undefined) others.push(module);
    else named[position] = module;
  }
  return [...named.filter((module) => module !== undefined), ...inHashOrder(others)];
}
