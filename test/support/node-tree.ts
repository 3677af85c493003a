/** Trees on the real disk, in a temporary directory that goes away with the test. */

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { LinkNode, Tree } from "./memory-file-system.ts";

/** An empty directory; its absolute path. Removed when the test is over. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "kmod-ts-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Writes a tree literal (files, links and directories) below a directory. */
export function writeTree(directory: string, tree: Tree): void {
  for (const [name, node] of Object.entries(tree)) {
    const path = Buffer.from(`${directory}/${name}`, "latin1");
    mkdirSync(dirname(`${directory}/${name}`), { recursive: true });
    if (typeof node === "string") writeFileSync(path, Buffer.from(node, "latin1"));
    else if (node instanceof Uint8Array) writeFileSync(path, node);
    else if ("linkTo" in node) symlinkSync((node as LinkNode).linkTo, path);
    else writeSubtree(path, `${directory}/${name}`, node as Tree);
  }
}

function writeSubtree(path: Buffer, name: string, tree: Tree): void {
  mkdirSync(path, { recursive: true });
  writeTree(name, tree);
}
