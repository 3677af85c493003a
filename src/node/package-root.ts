/** Where the package is installed: what is loaded only when needed is found from here. */

import { join } from "node:path";
import { nodeModule } from "./builtin.ts";

/** This module is in `dist/node/`; the bundled commands, one level up, take themselves to be there too. */
const root: string = join(import.meta.dirname, "../..");

/** A path inside the package. */
export function packagePath(relative: string): string {
  return join(root, relative);
}

/** `require` of a bundle of the package in CommonJS. */
export function requireFromPackage(relative: string): unknown {
  const path = packagePath(relative);
  return nodeModule().createRequire(path)(path);
}
