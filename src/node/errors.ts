/** What Node throws, as the core's `SystemError`; and byte-string paths as Node takes them. */

import { type Errno, isErrno } from "../core/errno.ts";
import { SystemError } from "../core/errors.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is excluded on purpose, Node refuses it in a path.
const PLAIN = /^[\x01-\x7f]*$/;

/** A byte-string path for node:fs. Throws `SystemError` (EINVAL) for a path with a NUL byte. */
export function nodePath(operation: string, path: string): string | Buffer {
  if (PLAIN.test(path)) return path;
  if (path.includes("\0")) throw new SystemError(operation, path, "EINVAL");
  return Buffer.from(path, "latin1");
}

interface NodeError {
  readonly code?: unknown;
  readonly message?: unknown;
}

/** `EXYZ: what it means, open 'path'` without the first and the last part. */
function libuvText(message: string): string {
  return message.replace(/^[A-Z0-9_]+: /, "").replace(/, \w+(?: '.*)?$/s, "");
}

/**
 * What Node threw as a `SystemError`. An errno that the core has no name for becomes EIO (one of Node's own checks:
 * EINVAL) with Node's text. Errors of ours pass through.
 */
export function systemError(operation: string, path: string, error: unknown): Error {
  const { code, message } = error as NodeError;
  if (typeof code !== "string") return error as Error;
  if (isErrno(code)) return new SystemError(operation, path, code, undefined, error);
  const closest: Errno = code.startsWith("ERR_") ? "EINVAL" : "EIO";
  return new SystemError(operation, path, closest, libuvText(String(message)), error);
}

/** Runs one operation of Node's, with what it throws translated. */
export function translated<Result>(operation: string, path: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw systemError(operation, path, error);
  }
}
