/** Where a line of the configuration stands, for people. */

import type { Origin } from "../core/config/configuration.ts";

/** `PATH:LINE`, or that it is the kernel command line. */
export function originText(origin: Origin): string {
  return origin.kind === "file" ? `${origin.path}:${origin.line}` : "kernel command line";
}
