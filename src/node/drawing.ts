/** The `Drawing` of the Node edition. What draws is loaded only when something is drawn. */

import { SystemError } from "../core/errors.ts";
import type { Drawing } from "../core/platform.ts";
import { childProcess } from "./builtin.ts";
import { packagePath, requireFromPackage } from "./package-root.ts";

type Drawer = typeof import("./draw-table.ts");

let drawer: Drawer | undefined;

function loadDrawer(): Drawer {
  drawer ??= requireFromPackage("dist/draw-table.cjs") as Drawer;
  return drawer;
}

/** A picture of this size is of use to nobody. Bytes. */
const LARGEST_PICTURE: number = 2 ** 28;

/** How long Graphviz may take over one picture, in ms. */
const PATIENCE = 120_000;

function svg(dot: string): string {
  const result = childProcess().spawnSync(process.execPath, [packagePath("dist/node/draw-svg.js")], {
    input: dot,
    encoding: "utf8",
    maxBuffer: LARGEST_PICTURE,
    timeout: PATIENCE,
  });
  if (result.status === 0) return result.stdout;
  const reason = result.error?.message ?? result.stderr.match(/^\w*Error: .*$/m)?.[0] ?? `status ${result.status}`;
  throw new SystemError("draw", "svg", "EIO", `Graphviz failed: ${reason}`, result.error);
}

/** Drawing with cli-table3, chalk and Graphviz. */
export function nodeDrawing(): Drawing {
  return {
    table: (table, style) => loadDrawer().drawTable(table, style),
    svg,
  };
}
