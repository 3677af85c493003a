import { expect, test } from "vitest";
import { nodeFileSystem } from "../../src/node/file-system.ts";
import { changedAt, deviceNode, memoryFileSystem } from "../support/memory-file-system.ts";
import { temporaryDirectory, writeTree } from "../support/node-tree.ts";
import { rooted } from "../support/rooted.ts";
import { describeDeviceNodes, describeFileSystem } from "./file-system.ts";

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

describeDeviceNodes("memoryFileSystem", memoryFileSystem({ "/dev/null": deviceNode("char", 1, 3) }));
describeDeviceNodes("nodeFileSystem", nodeFileSystem());

test("a file in memory was changed when the test says so, and what is written since is newer", () => {
  const files = memoryFileSystem({ "/old": changedAt(1500n, "text") });
  expect(files.status("/old")).toMatchObject({ modified: 1500n, size: 4 });
  files.create("/new", new Uint8Array(), 0o600);
  expect(files.status("/new").modified).toBeGreaterThan(1500n);
});
