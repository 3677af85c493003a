/**
 * Writes dist/cli.VERSION-ARCH.cache: what V8 made of dist/cli.cjs, with the functions that the tools use at every start
 * compiled. bin/start.js uses it where the running Node is this one.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isMain, root } from "./project.mjs";

const start = createRequire(import.meta.url)("../bin/start.js");
const tree = join(root, "fixtures/roots/workstation/root");

/** Command lines whose functions are worth having compiled; what they write goes below `scratch`. */
const usual = (scratch) => [
  ["lsmod"],
  ["lsmod", "--json"],
  ["modinfo", "-b", tree, "-k", "6.1.0-fixture", "acme_gpu"],
  ["modprobe", "-d", tree, "-S", "6.1.0-fixture", "-C", join(tree, "etc/modprobe.d"), "-D", "acme_gpu"],
  ["modprobe", "-d", tree, "-S", "6.1.0-fixture", "-R", "nosuch"],
  ["modprobe", "-d", tree, "-S", "6.1.0-fixture", "-R", "pci:v0000ACEDd00000100sv0sd0bc03sc0i0"],
  ["modprobe", "-h"],
  ["depmod", "--no-cache", "-b", tree, "-o", scratch, "6.1.0-fixture"],
  ["kmod", "help"],
];

function compile() {
  rmSync(start.cacheFile, { force: true });
  const { script, main } = start.load();
  const scratch = mkdtempSync(join(tmpdir(), "kmod-ts-code-cache-"));
  for (const [tool, ...words] of usual(scratch)) {
    process.argv = [process.argv[0], tool, ...words];
    main(tool);
  }
  rmSync(scratch, { recursive: true });
  writeFileSync(start.cacheFile, script.createCachedData());
  process.exitCode = 0;
}

/** Compiles in a process of its own, whose output nobody sees. Without the file a tool is only slower to start. */
export function writeCodeCache() {
  spawnSync(process.execPath, [import.meta.filename], { stdio: "ignore" });
}

if (isMain(import.meta.url)) compile();
