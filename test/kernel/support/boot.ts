/** Starts a guest as a process group of its own, and ends it with everything it started. */

import { spawn } from "node:child_process";

export interface GuestCommand {
  readonly program: string;
  readonly args: readonly string[];
}

export interface BootLimits {
  /** Seconds until process 1 must have begun its work. */
  readonly start: number;
  /** Seconds until the guest must have ended. */
  readonly whole: number;
  readonly hasStarted: () => boolean;
}

/** A guest that did not come to its work, or not to its end. */
export class BootError extends Error {}

/** Runs a guest to its end and returns what its console said; throws a BootError where it exceeds a limit. */
export function boot({ program, args }: GuestCommand, limits: BootLimits): Promise<string> {
  const child = spawn(program, args, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const pieces: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece: Buffer) => pieces.push(piece));
  const end = (): void => endGroup(child.pid);
  process.once("exit", end);
  return new Promise((resolve, reject) => {
    let problem: string | undefined;
    const giveUp = (text: string): void => {
      problem ??= text;
      end();
    };
    const timers = [
      setTimeout(() => giveUp(`The guest did not end within ${limits.whole} s`), limits.whole * 1000),
      setTimeout(() => {
        if (!limits.hasStarted()) giveUp(`The guest did not start within ${limits.start} s`);
      }, limits.start * 1000),
    ];
    child.once("error", reject);
    child.once("close", () => {
      for (const timer of timers) clearTimeout(timer);
      process.removeListener("exit", end);
      end();
      if (!limits.hasStarted()) problem ??= "The guest ended before it had started";
      const text = Buffer.concat(pieces).toString("latin1");
      if (problem === undefined) resolve(text);
      else reject(new BootError(`${problem}; its last words:\n${text.slice(-3000)}`));
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left.
  }
}
