/** The `Drawing` of the static edition, which leaves it to the Node edition. */

import { SystemError } from "../core/errors.ts";
import type { Drawing } from "../core/platform.ts";

function refusal(what: string, instead: string): SystemError {
  return new SystemError("draw", what, "ENOSYS", `only the Node edition of kmod-ts draws it; ${instead}`);
}

/** Refuses, with what to ask for instead. */
export function staticDrawing(): Drawing {
  return {
    table() {
      throw refusal("table", "--json has the same facts");
    },
    svg() {
      throw refusal("svg", "Graphviz makes it of the dot form");
    },
  };
}
