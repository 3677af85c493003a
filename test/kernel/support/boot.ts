/** Starts a guest as a process group of its own, and ends it with everything it started. */

import { spawn } from "node:child_process";

export interface GuestCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/** Runs a guest to its end and returns what its console said; throws where it does not end within the limit. */
export function boot({ program, args }: GuestCommand, seconds: number): Promise<string> {
  const child = spawn(program, args, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const pieces: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece: Buffer) => pieces.push(piece));
  const end = (): void => endGroup(child.pid);
  process.once("exit", end);
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      end();
    }, seconds * 1000);
    child.once("error", reject);
    child.once("close", () => {
      clearTimeout(timer);
      process.removeListener("exit", end);
      end();
      const text = Buffer.concat(pieces).toString("latin1");
      if (late) reject(new Error(`The guest did not end within ${seconds} s; its last words:\n${text.slice(-2000)}`));
      else resolve(text);
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
