/**
 * What differs between kmod 30, which is there to compare with, and today's kmod, which we match, when they change a
 * kernel: each with its name, its reason and an exact rule. Nothing else may differ. Those of single questions are in
 * test/conformance/differences.ts.
 */

import { holderDifferences } from "./differences-holders.ts";
import { insertionDifferences } from "./differences-insertion.ts";
import { messageDifferences } from "./differences-messages.ts";
import type { KernelDifference } from "./support/difference.ts";

/** In the order in which they are applied. */
export const differences: readonly KernelDifference[] = [
  ...messageDifferences,
  ...insertionDifferences,
  ...holderDifferences,
];
