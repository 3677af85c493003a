/** SHA-256 of files, and the list of them. */

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RELEASE } from "./facts.mjs";

/** Of a released file, in hexadecimal. */
export function sha256(name) {
  return createHash("sha256")
    .update(readFileSync(join(RELEASE, name)))
    .digest("hex");
}

/** Writes SHA256SUMS, as sha256sum(1) checks it. */
export function writeSums(names) {
  const lines = names.toSorted().map((name) => `${sha256(name)}  ${name}\n`);
  writeFileSync(join(RELEASE, "SHA256SUMS"), lines.join(""));
}
