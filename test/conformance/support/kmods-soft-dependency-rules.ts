/** kmod's two rules on soft dependencies. */

import type { SoftDependencyRules } from "../../../src/core/module/soft-dependency-rules.ts";

/** Only the first line of a module counts, and it silences install commands. */
export const kmodsSoftDependencyRules: SoftDependencyRules = {
  linesThatCount: (lines) => lines.slice(0, 1),
  silenceInstallCommand: (count) => count > 0,
};
