/** kmod's two rules on soft dependencies in place of ours, for the time of one question. */

import { vi } from "vitest";
import { softDependencyRules } from "../../../src/core/module/soft-dependency-rules.ts";

/** What `ask` returns under kmod's rules: only the first line of a module counts, and it silences install commands. */
export function withKmodsSoftDependencies<Result>(ask: () => Result): Result {
  const spies = [
    vi.spyOn(softDependencyRules, "linesThatCount").mockImplementation((lines) => lines.slice(0, 1)),
    vi.spyOn(softDependencyRules, "silenceInstallCommand").mockImplementation((count) => count > 0),
  ];
  try {
    return ask();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
