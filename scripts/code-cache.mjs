/**
 * Writes dist/cli.VERSION-ARCH.cache: what V8 made of dist/cli.cjs, with the functions that the tools use at every start
 * compiled. bin/start.js uses it where the running Node is this one; V8 itself checks that source and flags agree.
 */

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { isMain, root } from "./project.mjs";

const bundle = join(root, "dist/cli.cjs");
const tree = join(root, "fixtures/roots/workstation/root");

/** Command lines whose functions are worth having compiled. */
const USUAL = [
  ["lsmod"],
  ["lsmod", "--json"],
  ["modinfo", "-b", tree, "-k", "6.1.0-fixture", "acme_gpu"],
  ["modprobe", "-d", tree, "-S", "6.1.0-fixture", "-C", join(tree, "etc/modprobe.d"), "-D", "acme_gpu"],
  ["modprobe", "-d", tree, "-S", "6.1.0-fixture", "-R", "nosuch"],
  ["modprobe", "-h"],
  ["kmod", "help"],
];

function compile() {
  const script = new Script(Module.wrap(readFileSync(bundle, "utf8")), { filename: bundle });
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, createRequire(bundle), loaded, bundle, dirname(bundle));
  for (const [tool, ...words] of USUAL) {
    process.argv = [process.argv[0], tool, ...words];
    loaded.exports.main(tool);
  }
  writeFileSync(join(root, `dist/cli.${process.version}-${process.arch}.cache`), script.createCachedData());
  process.exitCode = 0;
}

/** Compiles in a process of its own, whose output nobody sees. A Node that cannot is only slower to start. */
export function writeCodeCache() {
  spawnSync(process.execPath, [import.meta.filename], { stdio: "ignore" });
}

if (isMain(import.meta.url)) compile();
