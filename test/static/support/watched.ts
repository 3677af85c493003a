/** Many runs of the program in one process that AddressSanitizer and UBSan watch. See watched.c. */

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One run: the root that has /proc and /lib/modules for it, and the command line as byte strings. */
export interface WatchedRun {
  readonly root: string;
  readonly words: readonly string[];
}

/** Longer than any batch takes, in milliseconds. */
const PATIENCE = 600_000;

/** Enough for any run, and little enough that a run which wants more is noticed. Megabytes. */
const MEMORY = 1500;

const ENVIRONMENT = {
  ASAN_OPTIONS: `detect_leaks=0:allocator_may_return_null=1:quarantine_size_mb=8:hard_rss_limit_mb=${MEMORY}`,
  UBSAN_OPTIONS: `print_stacktrace=1:halt_on_error=1:suppressions=${join(import.meta.dirname, "engine-findings")}`,
};

function encodeRuns(runs: readonly WatchedRun[]): string {
  return runs.map(({ root, words }) => `${[root, ...words].join("\0")}\0\0`).join("");
}

/**
 * Does the runs in `folder`, one after the other: what is wrong with the first one that did not end with status 0 or 1, or undefined.
 * Standard output is dropped, and so is standard error where all is well.
 */
export function problemOfRuns(executable: string, folder: string, runs: readonly WatchedRun[]): string | undefined {
  const [list, report] = [join(folder, "runs"), join(folder, "report")];
  writeFileSync(list, encodeRuns(runs), "latin1");
  const { status, signal, stderr } = spawnSync(executable, [list, report], {
    env: ENVIRONMENT,
    encoding: "latin1",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 2 ** 30,
    timeout: PATIENCE,
  });
  if (status === 0) return undefined;
  const lines = existsSync(report) ? readFileSync(report, "latin1").trimEnd().split("\n") : [];
  const last = runs[Number(lines.findLast((line) => /^\d+$/.test(line)))];
  const said = lines.at(-1)?.startsWith("status") ? lines.at(-1) : `status ${status}, signal ${signal}`;
  return `${said} of ${JSON.stringify(last)}\n${stderr.slice(-6000)}`;
}
