/**
 * What differs between kmod 30, which is there to compare with, and today's kmod, which we match, when they change a
 * kernel: each with its name, its reason and an exact rule. Nothing else may differ. Those of single questions are in
 * test/conformance/differences.ts.
 */

import { withoutExplanations } from "../support/explanations.ts";
import { holderDifferences } from "./differences-holders.ts";
import { insertionDifferences } from "./differences-insertion.ts";
import { messageDifferences } from "./differences-messages.ts";
import { type KernelDifference, messages } from "./support/difference.ts";

/** In the order in which they are applied. */
export const differences: readonly KernelDifference[] = [
  ...messageDifferences,
  ...insertionDifferences,
  ...holderDifferences,
  {
    name: "explanations",
    reason: "with -v a failure is followed by indented lines that say why (docs/compatibility.md)",
    ours: messages((err, { run }) => withoutExplanations(err, run)),
  },
];
