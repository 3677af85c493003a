/** Where the real module trees, and what else is fetched, are kept, outside the repository. See docs/testing.md. */
import { homedir } from "node:os";
import { join } from "node:path";

/** `${KMOD_TS_CACHE:-${XDG_CACHE_HOME:-~/.cache}/kmod-ts}`. */
export function cacheFolder() {
  return process.env.KMOD_TS_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "kmod-ts");
}

/** Below that, `trees`; and below it one root a tree. */
export function treesFolder() {
  return join(cacheFolder(), "trees");
}
