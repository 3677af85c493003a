/**
 * The view of `lsmod --tree`: each module that nobody uses, and below it what it uses.
 *
 * A module that several others use is spelled out once; later it stands alone with `(*)`. Every module appears, also
 * one of a circle (which no kernel makes, but a file can say), and no branch is deeper than a line can show.
 */

import { encodeUtf8 } from "../core/bytes.ts";
import type { LoadedModule } from "../core/state/proc-modules.ts";

const BRANCH = encodeUtf8("├── ");
const LAST_BRANCH = encodeUtf8("└── ");
const TRUNK = encodeUtf8("│   ");
const NO_TRUNK = "    ";

/** Real stacks are a dozen deep; a module further down starts a tree of its own. */
const DEEPEST = 40;

interface Place {
  readonly name: string;
  /** What stands before the name. */
  readonly lead: string;
  /** What stands before everything below it. */
  readonly indentation: string;
  readonly depth: number;
}

/** The lines of the tree, byte strings; roots and branches in the order of `modules`. */
export function* treeLines(modules: readonly LoadedModule[]): Iterable<string> {
  const uses = usesOf(modules);
  const shown = new Set<string>();
  const isUsed = (module: LoadedModule): boolean => module.usedBy.some((user) => uses.has(user));
  for (const root of modules) if (!isUsed(root)) yield* treeOf(root.name, uses, shown);
  for (const left of modules) if (!shown.has(left.name)) yield* treeOf(left.name, uses, shown);
}

/** What each loaded module uses: the reverse of what the kernel lists. */
function usesOf(modules: readonly LoadedModule[]): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, string[]>(modules.map((module) => [module.name, []]));
  for (const module of modules) for (const user of module.usedBy) uses.get(user)?.push(module.name);
  return uses;
}

/** Without recursion: the depth of hostile input must not become the depth of the stack. */
function* treeOf(root: string, uses: ReadonlyMap<string, readonly string[]>, shown: Set<string>): Iterable<string> {
  const waiting: Place[] = [{ name: root, lead: "", indentation: "", depth: 0 }];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const below = uses.get(place.name) ?? [];
    const elsewhere = below.length > 0 && (shown.has(place.name) || place.depth === DEEPEST);
    yield `${place.lead}${place.name}${elsewhere ? " (*)" : ""}\n`;
    if (elsewhere) continue;
    shown.add(place.name);
    for (let at = below.length - 1; at >= 0; at--) {
      waiting.push(branchOf(place, below[at] as string, at === below.length - 1));
    }
  }
}

function branchOf(parent: Place, name: string, isLast: boolean): Place {
  return {
    name,
    lead: parent.indentation + (isLast ? LAST_BRANCH : BRANCH),
    indentation: parent.indentation + (isLast ? NO_TRUNK : TRUNK),
    depth: parent.depth + 1,
  };
}
