/** Removing a module that others still use, with patience: modprobe(8) -r --wait. */

import { SystemError } from "../errors.ts";
import type { Platform } from "../platform.ts";

/** Milliseconds; each pause is twice the last one, as long as the time lasts. */
const FIRST_PAUSE = 2;

/** Milliseconds; a shorter rest is not waited for. */
const SHORTEST_PAUSE = 1;

/**
 * Asks the kernel to remove a module, again and again while it says that it is in use (EAGAIN), for `patience` milliseconds.
 * Throws the `SystemError` of the last time, or any other one at once.
 */
export function removeWaiting(platform: Platform, name: string, force: boolean, patience: number): void {
  const { kernel, host } = platform;
  const end = patience > 0 ? host.monotonicTime() + patience : 0;
  for (let next = FIRST_PAUSE; ; next *= 2) {
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
