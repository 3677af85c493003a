/** A release that does not come to its end, in a clone that has one: the former one stays, and nothing else does. */

import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Failure } from "../../project.mjs";

const PROGRAM = ["node", "scripts/release/run.mjs"];

/** What must be the same before and after. */
function stateOf(clone, temporary) {
  const release = join(clone, "release");
  const sums = existsSync(release) ? readFileSync(join(release, "SHA256SUMS"), "utf8") : "no release";
  const files = [release, join(clone, "build"), temporary].map((folder) => readdirSync(folder));
  return JSON.stringify([sums, files]);
}

/** With a file that no commit has nothing is made for publication. */
function checkChanged(clone, words, options) {
  const stray = join(clone, "stray");
  writeFileSync(stray, "");
  const [program, ...args] = [...words, ...PROGRAM, "--sources"];
  const { status, stderr } = spawnSync(program, args, { ...options, encoding: "utf8" });
  rmSync(stray);
  if (status !== 1 || !/^kmod-ts: ERROR: 1 file differs from the last commit[^\n]*\n$/.test(stderr))
    throw new Failure(`A release of what is in no commit ends with ${status}:\n${stderr}`);
}

const isMaking = (clone) => readdirSync(join(clone, "build")).some((name) => name.startsWith("release.making-"));

/** Sends a signal when the first files are being made. */
async function checkSignal(clone, words, options, signal) {
  const [program, ...args] = [...words, ...PROGRAM];
  const child = spawn(program, args, { ...options, stdio: "ignore" });
  const ended = new Promise((resolve) => {
    child.on("exit", (...how) => resolve(how));
  });
  while (child.exitCode === null && child.signalCode === null && !isMaking(clone)) await pause(20);
  child.kill(signal);
  const [status, by] = await ended;
  if (by !== signal) throw new Failure(`A release that gets ${signal} ends with ${by ?? status}`);
}

/**
 * `words` stand before the program, to make it somebody's; `temporary` is its TMPDIR; `options` are spawn's, with the
 * clone as cwd.
 */
export async function checkBrokenOff(clone, temporary, words, options) {
  const before = stateOf(clone, temporary);
  const compare = (what) => {
    const after = stateOf(clone, temporary);
    if (after !== before) throw new Failure(`A release that ${what} leaves\n${after}\ninstead of\n${before}`);
  };
  checkChanged(clone, words, options);
  compare("is refused");
  for (const signal of ["SIGINT", "SIGTERM"]) {
    await checkSignal(clone, words, options, signal);
    compare(`gets ${signal}`);
  }
}
