/**
 * Arguments and environment values as byte strings. Node decodes both as UTF-8 and puts U+FFFD where that fails; the
 * bytes themselves are then still to be had from /proc.
 */

import { readFileSync } from "node:fs";
import { encodeUtf8 } from "../core/bytes.ts";

const REPLACEMENT = "\ufffd";

/** The NUL-terminated strings of a file of /proc/self, or none where it cannot be read. */
function rawStrings(file: string): readonly string[] {
  try {
    return readFileSync(`/proc/self/${file}`, "latin1").split("\0").slice(0, -1);
  } catch {
    return [];
  }
}

/** What the user typed behind the script's name, as byte strings. */
export function byteArguments(decoded: readonly string[]): readonly string[] {
  if (decoded.some((argument) => argument.includes(REPLACEMENT))) {
    const raw = rawStrings("cmdline");
    // Node's own options stand before the script, so the count is taken from the end.
    if (raw.length > decoded.length) return raw.slice(raw.length - decoded.length);
  }
  return decoded.map(encodeUtf8);
}

/** The value of an environment variable as a byte string. */
export function byteVariable(name: string): string | undefined {
  const value = process.env[name];
  if (value === undefined) return undefined;
  if (!value.includes(REPLACEMENT)) return encodeUtf8(value);
  const raw = rawStrings("environ").find((entry) => entry.startsWith(`${name}=`));
  return raw === undefined ? encodeUtf8(value) : raw.slice(name.length + 1);
}
