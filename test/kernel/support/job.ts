/** A job: cases written as files into a folder that the guest mounts, and the results it leaves there. */

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { treesFolder } from "../../../scripts/trees-folder.mjs";
import { BootError, boot } from "./boot.ts";
import type { KernelCase, KernelOutcome } from "./case.ts";
import type { Guest } from "./guest.ts";
import { labTree } from "./kernels.ts";
import { programsFolder } from "./programs.ts";
import { linkTools, type Tools } from "./tools.ts";

const CHECKOUT = join(import.meta.dirname, "../../..");
const SCRIPTS = join(import.meta.dirname, "../guest");

/** Seconds for one case; some wait on purpose. */
const CASE_SECONDS = 40;

/** Seconds that a case takes at most on the average. */
const USUAL_SECONDS = 10;

/** `KMOD_TS_KERNEL_KEEP` is a folder for the results of every boot, as JSON. */
const keep = process.env["KMOD_TS_KERNEL_KEEP"];

/** Runs the cases one after the other in one boot. */
export async function runJob(
  guest: Guest,
  tools: Tools,
  cases: readonly KernelCase[],
): Promise<readonly KernelOutcome[]> {
  const job = mkdtempSync(join(tmpdir(), "kmod-ts-job-"));
  try {
    writeJob(job, tools, cases);
    const console = await bootForJob(guest, job, cases);
    const outcomes = cases.map((_, at) => readOutcome(job, at, console));
    if (keep !== undefined) keepOutcomes(keep, `${guest.kernel}-${tools}`, cases, outcomes);
    return outcomes;
  } finally {
    rmSync(job, { recursive: true, force: true });
  }
}

/**
 * QEMU without hardware virtualisation now and then loses a kernel while that patches its own code, before process 1:
 * such a boot says nothing about us, and is tried again.
 */
const MOST_STARTS = 3;

async function bootForJob(guest: Guest, job: string, cases: readonly KernelCase[]): Promise<string> {
  const hasStarted = (): boolean => existsSync(join(job, "results/started"));
  const whole = cases.reduce((sum, { seconds = USUAL_SECONDS }) => sum + seconds, guest.slack);
  const command = guest.command(job, labTree(guest.kernel));
  for (let start = 1; ; start++) {
    try {
      return await boot(command, { start: guest.slack, whole, hasStarted });
    } catch (error) {
      if (!(error instanceof BootError) || hasStarted() || start === MOST_STARTS) throw error;
      globalThis.console.log(`${guest.title} did not start, once more: ${error.message.slice(0, 200)}`);
    }
  }
}

const numbered = (at: number): string => String(at).padStart(4, "0");

function writeJob(job: string, tools: Tools, cases: readonly KernelCase[]): void {
  cpSync(SCRIPTS, join(job, "guest"), { recursive: true });
  writeFileSync(join(job, "guest/settings.sh"), `CHECKOUT='${CHECKOUT}'\nTREES='${treesFolder()}'\n`);
  for (const place of ["checkout", "trees"]) mkdirSync(join(job, place));
  cpSync(programsFolder(), join(job, "programs"), { recursive: true });
  linkTools(tools, job);
  mkdirSync(join(job, "results"));
  mkdirSync(join(job, "cases"));
  cases.forEach((asked, at) => {
    const files = {
      before: preparation(asked),
      run: asked.run,
      look: asked.look ?? "",
      seconds: asked.seconds ?? CASE_SECONDS,
    };
    for (const [kind, text] of Object.entries(files)) {
      writeFileSync(join(job, "cases", `${numbered(at)}.${kind}`), `${text}\n`);
    }
  });
}

/** Always by kmod, without any configuration: every boot starts from the same state. */
function preparation({ configuration, loaded, before }: KernelCase): string {
  const lines: string[] = [];
  if (loaded !== undefined) lines.push(`for name in ${loaded}; do /sbin/modprobe -C /dev/null "$name"; done`);
  if (configuration !== undefined) {
    lines.push("cat >/etc/modprobe.d/lab.conf <<'END OF FILE'", configuration.trimEnd(), "END OF FILE");
  }
  if (before !== undefined) lines.push(before);
  return lines.join("\n");
}

function readOutcome(job: string, at: number, console: string): KernelOutcome {
  const path = (kind: string): string => join(job, "results", `${numbered(at)}.${kind}`);
  if (!existsSync(path("status"))) {
    throw new Error(`The guest ended before case ${at} was done; its last words:\n${console.slice(-3000)}`);
  }
  const [status = "", out = "", err = "", state = "", before = ""] = ["status", "out", "err", "state", "before"].map(
    (kind) => readFileSync(path(kind), "latin1"),
  );
  return { status: Number.parseInt(status, 10), out, err, state, before };
}

function keepOutcomes(
  folder: string,
  title: string,
  cases: readonly KernelCase[],
  outcomes: readonly KernelOutcome[],
): void {
  mkdirSync(folder, { recursive: true });
  const entries = cases.map((asked, at) => ({ ...asked, ...outcomes[at] }));
  writeFileSync(join(folder, `${title}-${process.pid}-${Date.now()}.json`), `${JSON.stringify(entries, null, 2)}\n`);
}
