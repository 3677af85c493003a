/** Builds the executable once, before any test of it. */

import { buildStatic } from "../../../scripts/build-static.mjs";
import { staticProblem } from "./executable.ts";

export async function setup(): Promise<void> {
  if (staticProblem() === undefined) await buildStatic();
}
