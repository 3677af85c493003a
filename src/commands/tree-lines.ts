/**
 * Trees for a terminal: each name, and below it what belongs there.
 *
 * What stands below several names is spelled out once; later the name stands alone with `(*)`. Every name appears and the
 * drawing ends, also for circles, and no branch is deeper than a line can show.
 */

import { encodeUtf8 } from "../core/bytes.ts";

const BRANCH = encodeUtf8("├── ");
const LAST_BRANCH = encodeUtf8("└── ");
const TRUNK = encodeUtf8("│   ");
const NO_TRUNK = "    ";

/** Real stacks are a dozen deep; what is further down starts a tree of its own. */
const DEEPEST = 40;

/** One place below a name. Byte strings. */
export interface Branch {
  readonly name: string;
  /** What is printed in place of the name alone. */
  readonly label: string;
}

interface Place extends Branch {
  /** What stands before the name. */
  readonly lead: string;
  /** What stands before everything below it. */
  readonly indentation: string;
  readonly depth: number;
}

/** What is drawn. Names are byte strings. */
interface Forest {
  readonly roots: Iterable<Branch>;
  /** Everything that must appear: what no root leads to, and what lies too deep below one, starts a tree of its own. */
  readonly all: Iterable<Branch>;
  below(name: string): readonly Branch[];
}

/** The lines of the trees, byte strings, in the order of `roots`. */
export function* forestLines({ roots, all, below }: Forest): Iterable<string> {
  const shown = new Set<string>();
  for (const root of roots) yield* treeOf(root, below, shown);
  for (const left of all) if (!shown.has(left.name)) yield* treeOf(left, below, shown);
}

/** Without recursion: the depth of hostile input must not become the depth of the stack. */
function* treeOf(root: Branch, below: Forest["below"], shown: Set<string>): Iterable<string> {
  const waiting: Place[] = [{ ...root, lead: "", indentation: "", depth: 0 }];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const branches = below(place.name);
    const elsewhere = branches.length > 0 && (shown.has(place.name) || place.depth === DEEPEST);
    yield `${place.lead}${place.label}${elsewhere ? " (*)" : ""}\n`;
    if (elsewhere) continue;
    shown.add(place.name);
    for (let at = branches.length - 1; at >= 0; at--) {
      waiting.push(placeBelow(place, branches[at] as Branch, at === branches.length - 1));
    }
  }
}

function placeBelow(parent: Place, branch: Branch, isLast: boolean): Place {
  return {
    ...branch,
    lead: parent.indentation + (isLast ? LAST_BRANCH : BRANCH),
    indentation: parent.indentation + (isLast ? NO_TRUNK : TRUNK),
    depth: parent.depth + 1,
  };
}
