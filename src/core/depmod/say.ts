/** How the parts of depmod speak, and how they give up. */

import type { Errno } from "../errno.ts";
import { KmodError } from "../errors.ts";

/**
 * Takes a message for the user: a complete text without program and level. `fails`: what is written lacks something that
 * belongs there, so that the run fails although it goes on.
 */
export type Say = (level: "ERROR" | "WARNING" | "INFO", text: string, outcome?: "fails") => void;

/** Why depmod ends without new indexes. The text is complete, without program and level. */
export class DepmodError extends KmodError {
  override readonly name: string = "DepmodError";
  readonly level: "FATAL" | "ERROR";

  constructor(level: "FATAL" | "ERROR", text: string, errno: Errno = "EINVAL") {
    super(text, errno);
    this.level = level;
  }
}

/** Whether what could not be read fails the run: what is not there does not, because kmod takes it for nothing. */
export function lossOf({ errno }: KmodError): "fails" | undefined {
  return errno === "ENOENT" ? undefined : "fails";
}
