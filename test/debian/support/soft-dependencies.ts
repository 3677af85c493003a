/**
 * What kmod's modprobe passes over where a module has several softdep lines (docs/compatibility.md), and indexes
 * without it.
 */

import { readFileSync } from "node:fs";
import { inRoot } from "./root.ts";

/**
 * The words of every softdep line but the first, of each module that has several, in a configuration as `modprobe -c`
 * shows it.
 */
function laterWords(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  for (const [, name = "", words = ""] of text.matchAll(/^softdep (\S+) (.*)$/gm)) {
    const module = name.replaceAll("-", "_");
    if (seen.has(module)) found.set(module, [...(found.get(module) ?? []), ...words.split(" ")]);
    seen.add(module);
  }
  return found;
}

/**
 * The files that these lead to by kmod's modprobe in a root, by the name of the module that has the lines; as paths in
 * an image, where modules are not compressed.
 */
export function laterSoftDependencies(root: string, release: string): ReadonlyMap<string, readonly string[]> {
  const text = inRoot(root, `modprobe -S ${release} -c`);
  const files = [...laterWords(text)].map(([module, words]): [string, readonly string[]] => {
    const wanted = words.filter((word) => !word.endsWith(":"));
    const steps = inRoot(root, `modprobe -S ${release} -q -a -D ${wanted.join(" ")} || true`);
    return [module, [...steps.matchAll(/^insmod \/lib\/(\S+\.ko)/gm)].map(([, path]) => `usr/lib/${path}`)];
  });
  return new Map(files);
}

/** The lines of an index. */
export function textOf(path: string): readonly string[] {
  return readFileSync(path, "latin1").split("\n");
}

/** Sorted lines of an index, but for those of some module files. */
export function without(lines: readonly string[], files: readonly string[]): readonly string[] {
  const names = files.map((path) => path.replace(/^.*\/|\.ko$/g, ""));
  const isOf = (line: string): boolean =>
    names.some((name) => line.includes(`/${name}.ko:`) || line.endsWith(` ${name.replaceAll("-", "_")}`));
  return lines.filter((line) => !isOf(line)).toSorted();
}
