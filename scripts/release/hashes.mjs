/** SHA-256 of files, and the list of them. */

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MAKING } from "./facts.mjs";

/** Of a file in a folder, in hexadecimal. */
export function sha256(folder, name) {
  return createHash("sha256")
    .update(readFileSync(join(folder, name)))
    .digest("hex");
}

/** Writes SHA256SUMS, as sha256sum(1) checks it. */
export function writeSums(names) {
  const lines = names.toSorted().map((name) => `${sha256(MAKING, name)}  ${name}\n`);
  writeFileSync(join(MAKING, "SHA256SUMS"), lines.join(""));
}
