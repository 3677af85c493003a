/** Our depmod as a process of its own that gets SIGKILL at a chosen instant. Times are in milliseconds. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { programOf } from "../../support/edition.ts";
import { INDEX_NAMES } from "../../support/index-names.ts";

/** Parts of a run. The last ones are short, and where the most can go wrong. */
export const STAGES = ["whole", "writing", "renaming"] as const;
export type Stage = (typeof STAGES)[number];

/** Whether each has begun, seen from how the directory looks now. */
type Watch = Readonly<Record<Stage, () => boolean>>;

/** The file that gets its name after all others. */
const LAST = "modules.dep";

/** Whether another file has got this name since. */
function changeOf(path: string): () => boolean {
  const { ino } = statSync(path);
  return () => statSync(path).ino !== ino;
}

function watch(directory: string): Watch {
  const count = readdirSync(directory).length;
  const changes = INDEX_NAMES.map((name) => changeOf(join(directory, name)));
  return {
    whole: () => true,
    writing: () => readdirSync(directory).length !== count,
    renaming: () => changes.some((isChanged) => isChanged()),
  };
}

const LIMIT = 60_000;

/** Looks all the time, and does not leave the processor to others: renaming takes a fraction of a timer's millisecond. */
function spinUntil(condition: () => boolean): void {
  const limit = performance.now() + LIMIT;
  while (!condition()) if (performance.now() > limit) throw new Error("depmod does not come so far");
}

function start(args: readonly string[]): ChildProcess {
  const { file, options } = programOf("depmod");
  return spawn(file, args, { ...options, stdio: "ignore" });
}

/** How long a run that nobody kills takes from the beginning of each stage to its last file. */
export async function measureRun(args: readonly string[], directory: string): Promise<Readonly<Record<Stage, number>>> {
  const watched = watch(directory);
  const isOver = changeOf(join(directory, LAST));
  const child = start(args);
  const begins = STAGES.map((stage) => {
    spinUntil(watched[stage]);
    return performance.now();
  });
  spinUntil(isOver);
  const end = performance.now();
  const [status] = await once(child, "exit");
  if (status !== 0) throw new Error(`depmod ended with ${status}`);
  const [whole = 0, writing = 0, renaming = 0] = begins.map((begin) => end - begin);
  return { whole, writing, renaming };
}

/** Kills so long after a stage has begun. Whether it still ran then. */
export async function killRun(
  args: readonly string[],
  directory: string,
  stage: Stage,
  milliseconds: number,
): Promise<boolean> {
  const watched = watch(directory);
  const child = start(args);
  spinUntil(watched[stage]);
  const instant = performance.now() + milliseconds;
  spinUntil(() => performance.now() >= instant);
  child.kill("SIGKILL");
  const [, signal] = await once(child, "exit");
  return signal === "SIGKILL";
}
