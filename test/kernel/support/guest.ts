/** What every kind of guest offers: whether it can run here, and the command that starts one for a job. */

import { programProblem } from "../../support/edition.ts";
import type { GuestCommand } from "./boot.ts";
import { type KernelName, kernelProblem, type LabTree } from "./kernels.ts";
import { qemuCommand, qemuProblem } from "./qemu.ts";
import { umlCommand, umlProblem } from "./uml.ts";

export interface Guest {
  readonly kernel: KernelName;
  readonly title: string;
  /** Seconds that one may take to start and to stop, on a busy machine. */
  readonly slack: number;
  /** Why none can run here, or undefined. */
  readonly problem: () => string | undefined;
  /** The command for a job's folder. */
  readonly command: (job: string, tree: LabTree) => GuestCommand;
}

export const uml: Guest = {
  kernel: "uml",
  title: "User Mode Linux",
  slack: 60,
  problem: () => programProblem() ?? umlProblem() ?? kernelProblem("uml"),
  command: umlCommand,
};

export const qemu: Guest = {
  kernel: "6.12",
  title: "Debian's 6.12 kernel in QEMU",
  slack: 120,
  problem: () => programProblem() ?? qemuProblem() ?? kernelProblem("6.12"),
  command: qemuCommand,
};
