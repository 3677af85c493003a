/** A platform whose calls fail when a rule says so. */

import type { Errno } from "../../src/core/errno.ts";
import { SystemError } from "../../src/core/errors.ts";
import type { Platform } from "../../src/core/platform.ts";
import { intercepted, type PlatformCall } from "./recording.ts";

/** The errno with which a call is to fail, or undefined to let it pass. `position` counts all calls from 0. */
export type FaultRule = (call: PlatformCall, position: number) => Errno | undefined;

/** `platform`, failing the calls that `rule` selects. */
export function faulty(platform: Platform, rule: FaultRule): Platform {
  let position = 0;
  return intercepted(platform, (call) => {
    const errno = rule(call, position++);
    if (errno !== undefined) throw new SystemError(call.method, call.subject, errno);
  });
}
