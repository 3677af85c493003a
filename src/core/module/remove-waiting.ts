/** Removing a module that others still use, with patience: modprobe(8) -r --wait. */

import { SystemError } from "../errors.ts";
import type { Platform } from "../platform.ts";

/** Milliseconds; each pause is twice the last one, as long as the time lasts. */
const FIRST_PAUSE = 2;

/** Milliseconds; whoever waits without end wants to hear of it soon. */
const LONGEST_PAUSE = 250;

/** Milliseconds; a shorter rest is not waited for. */
const SHORTEST_PAUSE = 1;

/**
 * Asks the kernel to remove a module, again and again while it says that it is in use (EAGAIN), for `patience` milliseconds.
 * Throws the `SystemError` of the last time, or any other one at once.
 */
export function removeWaiting(platform: Platform, name: string, force: boolean, patience: number): void {
  const { kernel, host } = platform;
  const end = patience > 0 ? host.monotonicTime() + patience : 0;
  for (let next = FIRST_PAUSE; ; next = longer(next, patience)) {
    try {
      kernel.removeModule(name, force);
      return;
    } catch (error) {
      if (patience <= 0 || !(error instanceof SystemError) || error.errno !== "EAGAIN") throw error;
      const left = end - host.monotonicTime();
      while (next > left && next >= SHORTEST_PAUSE) next /= 2;
      if (next < SHORTEST_PAUSE) break;
    }
    host.pause(next);
  }
  kernel.removeModule(name, force);
}

/** kmod's own pauses grow as long as the time lasts; where time has no end they may not. */
function longer(milliseconds: number, patience: number): number {
  return Number.isFinite(patience) ? milliseconds * 2 : Math.min(milliseconds * 2, LONGEST_PAUSE);
}
