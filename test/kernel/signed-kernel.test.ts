/** Debian's 6.12 kernel: signed, versioned, compressed modules, and many of them. */

import { fileModuleName, findTree, modulePaths } from "../conformance/support/trees.ts";
import { signedKernelCases } from "./cases/signed-kernel.ts";
import type { KernelCase } from "./support/case.ts";
import { qemu } from "./support/guest.ts";
import { sampled } from "./support/mode.ts";
import { sideBySide } from "./support/side-by-side.ts";

/** Folders whose modules need no device, and start nothing that runs on; but tcrypt, which is a test of minutes. */
const HARMLESS =
  /^kernel\/(?:fs\/nls|net\/(?:netfilter|ipv4\/netfilter|ipv6\/netfilter|sched|can|bridge\/netfilter)|crypto|lib)\//;

const tree = findTree("6.12");
const harmless =
  tree === undefined ? [] : modulePaths(tree).filter((path) => HARMLESS.test(path) && !path.includes("tcrypt"));
const many = sampled(harmless, 25, "many modules").map(fileModuleName);

/** One run for all: what is loaded at the end is what counts. */
const together: KernelCase = {
  name: `many: ${many.length} modules in one run`,
  run: `modprobe -a ${many.join(" ")}`,
  look: "wc -l </proc/modules",
  seconds: 600,
};

sideBySide("signed modules", qemu, [...sampled(signedKernelCases, 9, "signed kernel"), together]);
