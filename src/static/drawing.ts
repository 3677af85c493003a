/** The `Drawing` of the static edition, which leaves it to the Node edition. */

import { KmodError } from "../core/errors.ts";
import type { Drawing } from "../core/platform.ts";

/** A package may have no Node edition at all, so that its name is all that can be said of it everywhere. */
function refusal(what: string, instead: string): KmodError {
  return new KmodError(`${what} are drawn by the Node edition of kmod-ts only; ${instead}`, "ENOSYS");
}

/** Refuses, with what to ask for instead. */
export function staticDrawing(): Drawing {
  return {
    table() {
      throw refusal("tables", "--json has the same facts");
    },
    svg() {
      throw refusal("pictures", "Graphviz makes one of the dot form: dot -Tsvg");
    },
  };
}
