/** The files that depmod leaves, in a form in which kmod 30's and ours can be compared. */

import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { toByteString } from "../../../src/core/bytes.ts";
import { openTrie } from "../../../src/core/index/trie-reader.ts";
import { INDEX_NAMES } from "../../support/index-names.ts";

type IndexName = (typeof INDEX_NAMES)[number];

/** The bytes of each file; undefined where there is none. */
export type IndexSet = Readonly<Record<IndexName, Uint8Array | undefined>>;

/** The indexes in a directory, which are removed there. */
export function takeIndexes(directory: string): IndexSet {
  const taken = INDEX_NAMES.map((name) => {
    const path = join(directory, name);
    const bytes = existsSync(path) ? new Uint8Array(readFileSync(path)) : undefined;
    rmSync(path, { force: true });
    return [name, bytes];
  });
  return Object.fromEntries(taken) as IndexSet;
}

/**
 * What both must agree on. kmod 30 puts the nodes of a binary index into another order, so it is shown as its size, and its keys and
 * values in stored order.
 */
export function comparable(set: IndexSet): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    INDEX_NAMES.filter((name) => name !== "modules.weakdep").map((name) => {
      const bytes = set[name];
      if (bytes === undefined || bytes.length === 0) return [name, bytes?.length];
      if (!name.endsWith(".bin")) return [name, toByteString(bytes)];
      const lines = [...openTrie(bytes, name).entries()].map(({ key, value }) => `${key} ${value}`);
      return [name, `${bytes.length} bytes\n${lines.join("\n")}`];
    }),
  );
}

/** The sha256 of each file. */
export function digests(set: IndexSet): Readonly<Record<string, string>> {
  return Object.fromEntries(
    INDEX_NAMES.map((name) => [
      name,
      createHash("sha256")
        .update(set[name] ?? "")
        .digest("hex"),
    ]),
  );
}
