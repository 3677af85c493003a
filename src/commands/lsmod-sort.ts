/** The orders of `lsmod --sort`. */

import { compareBytes } from "../core/bytes.ts";
import type { LoadedModule } from "../core/state/proc-modules.ts";

export type SortKey = "name" | "size" | "refs" | "users";

/** Every key, as the help lists them. */
export const SORT_KEYS: readonly SortKey[] = ["name", "size", "refs", "users"];

const COMPARISONS: Readonly<Record<SortKey, (left: LoadedModule, right: LoadedModule) => number>> = {
  name: (left, right) => compareBytes(left.name, right.name),
  size: (left, right) => right.size - left.size,
  refs: (left, right) => references(right) - references(left),
  users: (left, right) => right.usedBy.length - left.usedBy.length,
};

/** Whether an option's value is a key. */
export function isSortKey(value: string | undefined): value is SortKey {
  return SORT_KEYS.some((key) => key === value);
}

/** Names ascend, numbers descend, an unknown number comes last; equals stay in the kernel's order. */
export function sortModules(modules: readonly LoadedModule[], key: SortKey): readonly LoadedModule[] {
  return modules.toSorted(COMPARISONS[key]);
}

function references(module: LoadedModule): number {
  return module.references ?? Number.MIN_SAFE_INTEGER;
}
