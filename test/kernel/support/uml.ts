/** User Mode Linux: a kernel that is an ordinary process, with the machine's own files as its root. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { lackOfPrograms } from "../../support/lack.ts";
import type { GuestCommand } from "./boot.ts";
import type { LabTree } from "./kernels.ts";

const FIRST_PROCESS = join(import.meta.dirname, "../guest/uml-init.sh");

export function umlProblem(): string | undefined {
  const lack = lackOfPrograms(["linux.uml", "busybox"], { "linux.uml": "user-mode-linux", busybox: "busybox-static" });
  if (lack !== undefined) return lack;
  const missing = ["/lib/modules", "/etc/modprobe.d", "/mnt"].find((path) => !existsSync(path));
  // Its root is mounted read-only, so that it cannot make one.
  return missing === undefined ? undefined : `there is no directory for the guest to mount on: mkdir -p ${missing}`;
}

/** Words with `=` that the kernel does not know become the environment of process 1. */
export function umlCommand(job: string, tree: LabTree): GuestCommand {
  const root = ["root=/dev/root", "rootfstype=hostfs", "ro", `init=${FIRST_PROCESS}`];
  const terminal = ["con=null", "con0=fd:0,fd:1", "quiet"];
  return {
    program: "linux.uml",
    args: ["mem=2G", ...root, ...terminal, `LAB_JOB=${job}`, `LAB_MODULES=${tree.modules}`],
  };
}
