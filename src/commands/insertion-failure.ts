/** What kmod says of a failed insertion before it shows the errno. */

import { errnoText } from "../core/errno.ts";
import { FormatError, type KmodError } from "../core/errors.ts";
import { decompressionFailure } from "./reading-failure.ts";

/** The line that goes before the one with the errno; undefined where there is none. */
export function insertionFailure(error: KmodError): string | undefined {
  // Only an image that is to be forced, and says nothing that could be forced, gives this of our own.
  if (error instanceof FormatError && error.errno === "ENODATA")
    return `Failed to strip version information: ${errnoText("ENODATA")}`;
  return decompressionFailure(error)?.text;
}
