/** The static edition as a black box. It need not be in the root that it sees, and cannot reach the machine's kernel. */

import { staticPath } from "../../../scripts/build-static.mjs";
import type { Case, Outcome } from "./case.ts";
import { TOOL_PATHS } from "./kmod.ts";
import { runInShell } from "./shell-runs.ts";
import { launcher } from "./static-programs.ts";

/** Changing the root needs the right to. */
const RIGHTS: readonly string[] = process.getuid?.() === 0 ? [] : ["unshare", "-r"];

/** Runs every case in order by an executable: the product, unless told another. */
export function runExecutable(cases: readonly Case[], executable: string = staticPath() as string): readonly Outcome[] {
  return runInShell(cases, ({ tool, args, root }) => {
    const enter = root === undefined ? [launcher, "/"] : [...RIGHTS, launcher, root];
    return [...enter, TOOL_PATHS[tool], executable, ...args];
  });
}
