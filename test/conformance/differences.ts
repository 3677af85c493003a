/**
 * What differs between kmod 30, which is there to compare with, and today's kmod, which we match: each difference with its
 * name, the page that says so, and an exact rule from the one's output to the other's. Nothing else may differ.
 */

import { configurationDifferences } from "./differences-configuration.ts";
import { deliberateDifferences, softDependencyDifference } from "./differences-deliberate.ts";
import { messageDifferences } from "./differences-messages.ts";
import { modinfoDifferences } from "./differences-modinfo.ts";
import { optionDifferences } from "./differences-options.ts";
import type { Difference } from "./support/difference.ts";

/** In the order in which they are applied. */
export const differences: readonly Difference[] = [
  softDependencyDifference,
  ...messageDifferences,
  ...modinfoDifferences,
  ...configurationDifferences,
  ...optionDifferences,
  ...deliberateDifferences,
];
