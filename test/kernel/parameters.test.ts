/** Wanted and live parameters, on a running kernel. */

import { parameterCases } from "./cases/parameters.ts";
import { expectedInGuest } from "./support/expected.ts";
import { uml } from "./support/guest.ts";

expectedInGuest("kmod-ts params", uml, { "wanted and live": parameterCases }, Object.keys(parameterCases).length);
