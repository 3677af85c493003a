/** The commands that answer to their own names. */

import type { Command } from "./command.ts";
import { depmod } from "./depmod.ts";
import { insmod } from "./insmod.ts";
import { lsmod } from "./lsmod.ts";
import { modinfo } from "./modinfo.ts";
import { modprobe } from "./modprobe.ts";
import { rmmod } from "./rmmod.ts";

/** The tools, in the order in which `kmod help` lists them. */
export const tools: readonly Command[] = [lsmod, rmmod, insmod, modinfo, modprobe, depmod];
