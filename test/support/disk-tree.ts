/** Folders of the disk, read through Node, as tree literals. */

import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { linkTo, type Node, type Tree } from "./memory-file-system.ts";

/** A folder with everything in it: files as byte strings, in the order in which the disk lists them, or by name. */
export function readTree(directory: string, order: "as listed" | "by name" = "as listed"): Tree {
  const tree: Record<string, Node> = {};
  const entries = readdirSync(directory, { withFileTypes: true });
  if (order === "by name") entries.sort((left, right) => (left.name < right.name ? -1 : 1));
  for (const entry of entries) {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory()) tree[entry.name] = readTree(path, order);
    else if (entry.isSymbolicLink()) tree[entry.name] = linkTo(readlinkSync(path));
    else tree[entry.name] = readFileSync(path, "latin1");
  }
  return tree;
}
