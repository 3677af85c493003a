/** Everything that `kmod-ts` has. */

import { run } from "../cli/run.ts";
import { type Main, mainOf } from "./run-process.ts";

export const main: Main = mainOf(run);
