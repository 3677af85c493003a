/** Configuration that is there and cannot be read: kmod goes on without it, an answer of ours would be wrong. */

import { errnoText } from "../errno.ts";
import { type KmodError, SystemError } from "../errors.ts";

/** Hears of a file or directory that is there and cannot be read. */
export type OnUnread = (error: KmodError) => void;

/** Whether a failure says that nothing is there, which is no failure of reading. */
export function isAbsence({ errno }: KmodError): boolean {
  return errno === "ENOENT" || errno === "ENOTDIR";
}

/** What a message says of a file or directory that could not be read. */
export function unreadText(error: KmodError): string {
  return error instanceof SystemError ? `could not read ${error.path}: ${errnoText(error.errno)}` : error.message;
}
