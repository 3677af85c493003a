/** The module directory of the scenario root `workstation`: small index files as depmod wrote them. */

import { readFileSync } from "node:fs";
import { toByteString } from "../../src/core/bytes.ts";

const DIRECTORY = new URL("../../fixtures/roots/workstation/root/lib/modules/6.1.0-fixture/", import.meta.url);

/** The bytes of one of its files, e.g. `modules.alias.bin`. */
export function indexFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, DIRECTORY)));
}

/** The same as a byte string. */
export function indexText(name: string): string {
  return toByteString(indexFile(name));
}
