/** Where the real module trees are kept, outside the repository. See docs/testing.md. */
import { homedir } from "node:os";
import { join } from "node:path";

/** `${KMOD_TS_CACHE:-${XDG_CACHE_HOME:-~/.cache}/kmod-ts}/trees`; below it one root a tree. */
export function treesFolder() {
  const cache = process.env.KMOD_TS_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "kmod-ts");
  return join(cache, "trees");
}
