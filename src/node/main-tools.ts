/** The tools and the front end that kmod has too, without what only `kmod-ts` needs: loading less is what makes them start fast. */

import { runTools } from "../cli/run-tools.ts";
import { type Main, mainOf } from "./run-process.ts";

export const main: Main = mainOf(runTools);
