/** Where the package is installed: what is loaded only when needed is found from here. */

import { createRequire } from "node:module";
import { join } from "node:path";

/** This module is in `dist/node/`; the bundled commands, one level up, take themselves to be there too. */
const root: string = join(import.meta.dirname, "../..");

/** A path inside the package. */
export function packagePath(relative: string): string {
  return join(root, relative);
}

/** `require` of a file of the package: a bundle in CommonJS, the addon. */
export function requireFromPackage(relative: string): unknown {
  const path = packagePath(relative);
  return createRequire(path)(path);
}
