/**
 * The program of the static edition. It is loaded when the executable is built, and called when that runs: what stands at
 * the top of a module here costs a run nothing.
 */

import { baseName } from "../cli/front-end.ts";
import { declareBeforehand } from "../cli/parse-with-commander.ts";
import { run } from "../cli/run.ts";
import { modprobe } from "../commands/modprobe.ts";
import { native } from "./native.ts";
import { staticPlatform } from "./platform.ts";

/** The file that is built is called `kmod-ts-ARCHITECTURE`. */
const UMBRELLA = "kmod-ts";

const platform = staticPlatform();
// What the kernel and those who load what a device asks for give; each takes two kilobytes of the executable.
declareBeforehand(modprobe.options, ["all", "quiet", "use-blacklist"]);

function programName(word: string): string {
  return baseName(word).startsWith(`${UMBRELLA}-`) ? UMBRELLA : word;
}

native.main = ([name = "", ...words]) => run([programName(name), ...words], platform);
