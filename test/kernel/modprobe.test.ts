/** modprobe on a running kernel. */

import { configurationCases } from "./cases/configuration.ts";
import { insertionCases } from "./cases/insertion.ts";
import { removalCases } from "./cases/removal.ts";
import { uml } from "./support/guest.ts";
import { sampled } from "./support/mode.ts";
import { sideBySide } from "./support/side-by-side.ts";

sideBySide("modprobe", uml, sampled([...insertionCases, ...configurationCases, ...removalCases], 52, "modprobe"));
