/** What our own side lacks: the addon, a library. */

import { type KmodError, SystemError } from "../errors.ts";
import type { Finding } from "./finding.ts";

/** What is missing and how to get it, where the platform said so. */
export function supportFindings(error: KmodError): readonly Finding[] {
  if (!(error instanceof SystemError) || error.errno !== "ENOSYS" || error.detail === undefined) return [];
  return [{ kind: "support", text: error.detail, missing: error.detail }];
}
