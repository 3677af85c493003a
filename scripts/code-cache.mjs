/**
 * Writes dist/tools.VERSION-ARCH.cache and dist/everything.VERSION-ARCH.cache: what V8 made of a bundle, with the functions
 * compiled that are used often. bin/start.js uses them where the running Node is this one.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isMain, root } from "./project.mjs";

const start = createRequire(import.meta.url)("../bin/start.js");
const tree = join(root, "fixtures/roots/workstation/root");

const here = (...words) => [...words, "--root", tree, "-S", "6.1.0-fixture"];

/** Command lines whose functions are worth having compiled, by who is started; what they write goes below `scratch`. */
const usual = {
  kmod: (scratch) => [
    ["lsmod"],
    ["lsmod", "--json"],
    ["modinfo", "-b", tree, "-k", "6.1.0-fixture", "acme_gpu"],
    ["modprobe", "-d", tree, "-S", "6.1.0-fixture", "-C", join(tree, "etc/modprobe.d"), "-D", "acme_gpu"],
    ["modprobe", "-d", tree, "-S", "6.1.0-fixture", "-R", "nosuch"],
    ["modprobe", "-d", tree, "-S", "6.1.0-fixture", "-R", "pci:v0000ACEDd00000100sv0sd0bc03sc0i0"],
    ["modprobe", "-h"],
    ["depmod", "--no-cache", "-b", tree, "-o", scratch, "6.1.0-fixture"],
    ["kmod", "help"],
  ],
  "kmod-ts": () => [
    ["kmod-ts", ...here("list")],
    ["kmod-ts", ...here("list", "--available")],
    ["kmod-ts", ...here("status", "acme_gpu")],
    ["kmod-ts", ...here("which", "acme_gpu")],
    ["kmod-ts", ...here("params", "acme_gpu")],
    ["kmod-ts", ...here("explain", "acme_gpu")],
    ["kmod-ts", ...here("devices")],
    ["kmod-ts", ...here("lint")],
    ["kmod-ts", "deps", "-d", tree, "-S", "6.1.0-fixture", "acme_gpu"],
  ],
};

function compile(program) {
  const { script, main } = start.load(program);
  const scratch = mkdtempSync(join(tmpdir(), "kmod-ts-code-cache-"));
  for (const [tool, ...words] of usual[program](scratch)) {
    process.argv = [process.argv[0], tool, ...words];
    main(tool);
  }
  rmSync(scratch, { recursive: true });
  writeFileSync(start.cacheOf(start.bundleOf(program)), script.createCachedData());
  process.exitCode = 0;
}

/** Compiles in processes of their own, whose output nobody sees. Without the files a tool is only slower to start. */
export function writeCodeCaches() {
  for (const program of Object.keys(usual)) {
    rmSync(start.cacheOf(start.bundleOf(program)), { force: true });
    spawnSync(process.execPath, [import.meta.filename, program], { stdio: "ignore" });
  }
}

if (isMain(import.meta.url)) compile(process.argv[2]);
