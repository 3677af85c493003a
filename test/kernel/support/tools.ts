/** Whose tools a guest runs: links by name in the job's folder, which is first on the PATH of the questions. */

import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { staticPath } from "../../../scripts/build-static.mjs";
import { edition } from "../../support/edition.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** Where the guest sees the checkout. */
const CHECKOUT = "/mnt/checkout";

const NAMES = ["modprobe", "insmod", "rmmod", "lsmod", "kmod-ts"] as const;

export type Tools = "ours" | "kmod" | "busybox";

const TARGETS: Readonly<Record<Tools, (name: string) => string>> = {
  ours: (name) => join(CHECKOUT, edition === "static" ? relative(ROOT, staticPath() as string) : `bin/${name}.js`),
  kmod: (name) => `/sbin/${name}`,
  busybox: () => "/bin/busybox",
};

/** `KMOD_TS_KERNEL_TOOLS=kmod` puts others in our place: the lab itself is tried so. */
export const subject: Tools = (process.env["KMOD_TS_KERNEL_TOOLS"] as Tools | undefined) ?? "ours";

const needsNode = (tools: Tools): boolean => tools === "ours" && edition === "node";

/** Where the kernel's own calls look for programs. */
const KERNEL_PATH = ["/sbin", "/usr/sbin", "/bin", "/usr/bin"];

/** Makes the folder of the tools, and beside it `for-kernel/modprobe`: the same for /proc/sys/kernel/modprobe. */
export function linkTools(tools: Tools, job: string): void {
  const folder = join(job, "tools");
  mkdirSync(folder);
  for (const name of NAMES) symlinkSync(TARGETS[tools](name), join(folder, name));
  if (needsNode(tools)) symlinkSync(process.execPath, join(folder, "node"));
  mkdirSync(join(job, "for-kernel"));
  const forKernel = join(job, "for-kernel/modprobe");
  const modprobe = TARGETS[tools]("modprobe");
  if (!needsNode(tools) || KERNEL_PATH.some((place) => existsSync(join(place, "node"))))
    symlinkSync(modprobe, forKernel);
  else writeFileSync(forKernel, `#!/bin/sh\nexec ${process.execPath} ${modprobe} "$@"\n`, { mode: 0o755 });
}
