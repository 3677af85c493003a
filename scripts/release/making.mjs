/**
 * The folder in which a release is made: it takes the place of release/ when everything is there, and is gone when
 * something fails.
 */

import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { MAKING, RELEASE } from "./facts.mjs";

const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"];

/** The files that were made become the release. */
function takePlace() {
  const former = `${MAKING}.former`;
  if (existsSync(RELEASE)) renameSync(RELEASE, former);
  renameSync(MAKING, RELEASE);
  rmSync(former, { recursive: true, force: true });
}

/**
 * Calls `make(work, turn)`, which puts files into MAKING and what it needs meanwhile into the folder `work`; then these
 * files are the release. `turn` is to be awaited between steps: programs are waited for without the event loop, and
 * only there a signal is heard. Where it throws, or a signal comes, the former release stays as it was, and nothing
 * else does.
 */
export async function makeInPlace(make) {
  let heard;
  const hear = (signal) => {
    heard = signal;
  };
  for (const signal of SIGNALS) process.on(signal, hear);
  const turn = async () => {
    await nextTurn();
    if (heard !== undefined) throw new Error(heard);
  };
  const work = mkdtempSync(join(tmpdir(), "kmod-ts-release-"));
  try {
    mkdirSync(MAKING, { recursive: true });
    await make(work, turn);
    await turn();
    takePlace();
  } catch (error) {
    if (heard === undefined) throw error;
  } finally {
    for (const folder of [work, MAKING]) rmSync(folder, { recursive: true, force: true });
    for (const signal of SIGNALS) process.off(signal, hear);
    if (heard !== undefined) process.kill(process.pid, heard);
  }
}
