/** Standard output in blocks: small writes are joined, and what fails is told from every other failure. */

import { type Errno, errnoText } from "../core/errno.ts";
import { KmodError, SystemError } from "../core/errors.ts";
import type { Host } from "../core/platform.ts";

/** Bytes gathered before they are written: the size of a Linux pipe. */
const BLOCK = 65_536;

/** Standard output could not be written. */
export class OutputError extends KmodError {
  override readonly name: string = "OutputError";

  constructor(errno: Errno, cause: unknown) {
    super(`could not write to standard output: ${errnoText(errno)}`, errno, cause);
  }
}

/** Standard output with a buffer. */
export interface OutputBuffer {
  /** Takes a byte string; throws OutputError when a block could not be written, then or before. */
  write(piece: string): void;
  /** Writes what is held back; throws OutputError. */
  flush(): void;
  /** Keeps the order of output and messages on a terminal. A failure is kept for the next write or flush. */
  settle(): void;
}

/** A buffer over the host's standard output. After a failure nothing more is written. */
export function createOutputBuffer(host: Host): OutputBuffer {
  // Joined once: an engine may copy a text each time that something is put behind it.
  let held: string[] = [];
  let length = 0;
  let failure: OutputError | undefined;
  let onTerminal: boolean | undefined;

  function isOnTerminal(): boolean {
    onTerminal ??= host.isTerminal("out");
    return onTerminal;
  }

  function flush(): void {
    const block = held.join("");
    held = [];
    length = 0;
    if (failure !== undefined) throw failure;
    if (block === "") return;
    try {
      host.write("out", block);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      failure = new OutputError(error.errno, error);
      throw failure;
    }
  }

  return {
    write(piece) {
      held.push(piece);
      length += piece.length;
      if (length >= BLOCK) flush();
    },
    flush,
    settle() {
      if (length === 0 || failure !== undefined || !isOnTerminal()) return;
      try {
        flush();
      } catch (error) {
        if (!(error instanceof OutputError)) throw error;
      }
    },
  };
}
