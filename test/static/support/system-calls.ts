/** Runs whose system calls fail, one at a time, by strace. */

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { lackOfPrograms } from "../../support/lack.ts";
import { CHROOT, temporaryFolder } from "./executable.ts";

/** A system call of a run: its name, and which one of that name it is, counted from 1 with those before the program's start. */
export interface SystemCall {
  readonly name: string;
  readonly when: number;
  /** As strace shows it, with the path of each descriptor. */
  readonly line: string;
}

export interface Ended {
  readonly out: string;
  readonly err: string;
  readonly status: number | null;
}

export interface Traced extends Ended {
  readonly calls: readonly SystemCall[];
}

/** The same always: chroot's calls depend on it, and are counted. */
const ENVIRONMENT = { PATH: process.env["PATH"] };

/** Why there are no such runs here, or undefined. */
export function straceProblem(): string | undefined {
  return lackOfPrograms(["strace"]);
}

/** What libc does before the program starts, when there is nobody to tell yet; and futex(2), which it ends at. */
const START =
  /^(execve|exit_group|exit|brk|arch_prctl|set_tid_address|set_robust_list|rseq|prlimit64|mprotect|getrandom|futex)$/;

/** The calls after the last execve(2), which is that of the program. */
function callsIn(log: string): readonly SystemCall[] {
  const counts = new Map<string, number>();
  const calls = log.split("\n").flatMap((line): readonly SystemCall[] => {
    const name = /^(\w+)\(/.exec(line)?.[1];
    if (name === undefined) return [];
    const when = (counts.get(name) ?? 0) + 1;
    counts.set(name, when);
    return [{ name, when, line }];
  });
  return calls.slice(calls.findLastIndex(({ name }) => name === "execve") + 1).filter(({ name }) => !START.test(name));
}

/** Runs a command line in a root; one of its calls fails with `error`, where there is one. */
export function traced(
  root: string,
  words: readonly string[],
  failing?: SystemCall & { readonly error: string },
): Traced {
  const log = join(temporaryFolder(), "log");
  const fault =
    failing === undefined ? [] : ["-e", `inject=${failing.name}:error=${failing.error}:when=${failing.when}`];
  const args = ["-qq", "-y", "-o", log, "-e", "signal=none", ...fault, ...CHROOT, root, ...words];
  const { stdout, stderr, status } = spawnSync("strace", args, {
    encoding: "latin1",
    env: ENVIRONMENT,
  });
  return { out: stdout, err: stderr, status, calls: callsIn(readFileSync(log, "latin1")) };
}

/** For how long a call is held, in microseconds; and how often the log is looked at, in milliseconds. */
const HELD = 3_000_000;
const OFTEN = 20;

/** Runs a command line in a root and calls `act` while one of its calls is being held. */
export async function whileHeld(
  root: string,
  words: readonly string[],
  call: SystemCall,
  act: () => void,
): Promise<Ended> {
  const log = join(temporaryFolder(), "log");
  const hold = `inject=${call.name}:delay_enter=${HELD}:when=${call.when}`;
  const child = spawn("strace", ["-qq", "-y", "-o", log, "-e", hold, ...CHROOT, root, ...words], { env: ENVIRONMENT });
  const texts = { out: "", err: "" };
  child.stdout.on("data", (data: Buffer) => (texts.out += data.toString("latin1")));
  child.stderr.on("data", (data: Buffer) => (texts.err += data.toString("latin1")));
  const ended = once(child, "close");
  const path = /<([^>]*)>/.exec(call.line)?.[1] ?? "";
  while (!existsSync(log) || !isMapped(readFileSync(log, "latin1"), path)) await setTimeout(OFTEN);
  act();
  const [status] = (await ended) as [number | null];
  return { ...texts, status };
}

function isMapped(log: string, path: string): boolean {
  return log.split("\n").some((line) => line.startsWith("mmap(") && line.includes(path) && line.includes(" = 0x"));
}
