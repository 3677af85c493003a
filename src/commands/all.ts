/** Every command that is no tool of its own: the one place that knows them all. */

import { check } from "./check.ts";
import type { Command } from "./command.ts";
import { deps } from "./deps.ts";
import { devices } from "./devices.ts";
import { explain } from "./explain.ts";
import { installLinks } from "./install-links.ts";
import { lint } from "./lint.ts";
import { list } from "./list.ts";
import { params } from "./params.ts";
import { staticNodes } from "./static-nodes.ts";
import { status } from "./status.ts";
import { tools } from "./tools.ts";
import { which } from "./which.ts";

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
