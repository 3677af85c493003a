/** Every command there is: the one place that knows them all. */

import { check } from "./check.ts";
import type { Command } from "./command.ts";
import { depmod } from "./depmod.ts";
import { deps } from "./deps.ts";
import { devices } from "./devices.ts";
import { explain } from "./explain.ts";
import { insmod } from "./insmod.ts";
import { installLinks } from "./install-links.ts";
import { lint } from "./lint.ts";
import { list } from "./list.ts";
import { lsmod } from "./lsmod.ts";
import { modinfo } from "./modinfo.ts";
import { modprobe } from "./modprobe.ts";
import { params } from "./params.ts";
import { rmmod } from "./rmmod.ts";
import { staticNodes } from "./static-nodes.ts";
import { status } from "./status.ts";
import { which } from "./which.ts";

/** The tools, which answer to their own names, in the order in which `kmod help` lists them. */
export const tools: readonly Command[] = [lsmod, rmmod, insmod, modinfo, modprobe, depmod];

/** Commands that are reached through `kmod-ts`, some through `kmod` too. */
export const subCommands: readonly Command[] = [
  staticNodes,
  list,
  deps,
  explain,
  status,
  which,
  params,
  devices,
  check,
  lint,
  installLinks(["kmod", ...tools.map(({ name }) => name)]),
];
