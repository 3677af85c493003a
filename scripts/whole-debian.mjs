#!/usr/bin/env node
/**
 * Runs test/debian: a whole Debian with ours in the place of kmod's, and initramfs images; makes first the root, where
 * it is not there, and a release. Arguments are passed on to vitest, but for
 *
 *   --daily   does nothing where it has ended well today already (UTC), on this machine
 *
 * Needs root's rights, the packages debootstrap, debian-archive-keyring, qemu-system-x86 and e2fsprogs, and those of a
 * release.
 */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { debianRoot } from "./debian-root.mjs";
import { ensureInstalled } from "./install.mjs";
import { main, run, tool } from "./project.mjs";
import { cacheFolder } from "./trees-folder.mjs";

const stamp = join(cacheFolder(), "whole-debian-passed");
const today = () => new Date().toISOString().slice(0, 10);

function hasPassedToday() {
  return existsSync(stamp) && readFileSync(stamp, "utf8").trim() === today();
}

await main(async () => {
  const words = process.argv.slice(2).filter((word) => word !== "--daily");
  if (process.argv.includes("--daily") && hasPassedToday()) {
    console.log(`whole-debian: has passed today, ${today()} (${stamp})`);
    return;
  }
  const begun = today();
  ensureInstalled();
  debianRoot();
  run("npm", ["run", "release"]);
  run(tool("vitest"), ["run", "--config", "vitest.debian.config.ts", ...words]);
  // With names of files not everything has run.
  if (words.every((word) => word.startsWith("--"))) writeFileSync(stamp, `${begun}\n`);
});
