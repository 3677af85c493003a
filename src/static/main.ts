/** The program of the static edition. It is loaded when the executable is built, and called when that runs. */

import { baseName } from "../cli/front-end.ts";
import { run } from "../cli/run.ts";
import { native } from "./native.ts";
import { staticPlatform } from "./platform.ts";

/** The file that is built is called `kmod-ts-ARCHITECTURE`. */
const UMBRELLA = "kmod-ts";

function programName(word: string): string {
  return baseName(word).startsWith(`${UMBRELLA}-`) ? UMBRELLA : word;
}

native.main = ([name = "", ...words]) => run([programName(name), ...words], staticPlatform());
