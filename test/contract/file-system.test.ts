import { nodeFileSystem } from "../../src/node/file-system.ts";
import { memoryFileSystem } from "../support/memory-file-system.ts";
import { temporaryDirectory, writeTree } from "../support/node-tree.ts";
import { rooted } from "../support/rooted.ts";
import { describeFileSystem } from "./file-system.ts";

describeFileSystem("memoryFileSystem", (tree) => ({
  files: memoryFileSystem({ base: tree }),
  root: "/base",
}));

describeFileSystem("nodeFileSystem", (tree) => {
  const root = temporaryDirectory();
  writeTree(root, tree);
  return { files: nodeFileSystem(), root };
});

describeFileSystem("rooted(nodeFileSystem)", (tree) => {
  const root = temporaryDirectory();
  writeTree(root, { base: tree });
  return { files: rooted(nodeFileSystem(), root), root: "/base" };
});
