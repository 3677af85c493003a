/** insmod, rmmod and lsmod on a running kernel. */

import { insmodCases } from "./cases/insmod.ts";
import { rmmodCases } from "./cases/rmmod.ts";
import { uml } from "./support/guest.ts";
import { sampled } from "./support/mode.ts";
import { sideBySide } from "./support/side-by-side.ts";

sideBySide("insmod, rmmod, lsmod", uml, sampled([...insmodCases, ...rmmodCases], 35, "insmod and rmmod"));
