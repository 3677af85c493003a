/** The installed kmod as a black box. */

import { execFileSync, spawnSync } from "node:child_process";
import type { Case, Outcome, Tool } from "./case.ts";
import { runInShell } from "./shell-runs.ts";

/** Where the tools are, on the machine and in every root that `kmodRoot` makes; both programs see this as argv[0]. */
export const TOOL_PATHS: Readonly<Record<Tool, string>> = {
  modprobe: "/sbin/modprobe",
  modinfo: "/sbin/modinfo",
  lsmod: "/sbin/lsmod",
  depmod: "/sbin/depmod",
  kmod: "/bin/kmod",
  "kmod-ts": "/usr/bin/kmod-ts",
};

/** Why nothing can be compared here, or undefined where it can. The differences are those of version 30. */
export function kmodProblem(): string | undefined {
  try {
    const version = execFileSync(TOOL_PATHS.kmod, ["--version"], { encoding: "utf8" });
    return version.startsWith("kmod version 30\n")
      ? undefined
      : `the installed kmod is not 30: ${version.split("\n")[0]}`;
  } catch {
    return "kmod is not installed: apt-get install kmod";
  }
}

/** Why kmod cannot be run with another root here, or undefined where it can. */
export function rootProblem(): string | undefined {
  const { status } = spawnSync("sh", ["-c", `${CHROOT.join(" ")} / true`]);
  return status === 0 ? undefined : "changing the root needs rights or user namespaces: run it as root";
}

const CHROOT = process.getuid?.() === 0 ? ["chroot"] : ["unshare", "-r", "chroot"];

/** Runs every case in order. */
export function runKmod(cases: readonly Case[]): readonly Outcome[] {
  return runInShell(cases, ({ tool, args, root }) => {
    const enter = root === undefined ? [] : [...CHROOT, root];
    return [...enter, TOOL_PATHS[tool], ...args];
  });
}
