/** kmod's two rules on soft dependencies in place of ours, for one question. */

import { vi } from "vitest";
import { softDependencyRules } from "../../../src/core/module/soft-dependency-rules.ts";
import { edition } from "../../support/edition.ts";
import type { Case, Outcome } from "./case.ts";
import { kmodsSoftDependencyRules } from "./kmods-soft-dependency-rules.ts";
import { runOurs } from "./ours.ts";
import { executableUnderKmodsRules } from "./static-programs.ts";
import { runExecutable } from "./static-runs.ts";

/** Whether the rules may have a say: what a name stands for has nothing to do with them. */
export function concernsSoftDependencies({ tool, args }: Case): boolean {
  return tool === "modprobe" && !args.includes("-R");
}

/** What the static edition answers, by question. */
const foreseen = new WeakMap<Case, Outcome>();

/** Asks the static edition questions that are about to be asked one by one, which takes a shell for each. */
export function foreseeKmodsRules(cases: readonly Case[]): void {
  if (edition !== "static") return;
  const concerned = cases.filter(concernsSoftDependencies);
  const outcomes = runExecutable(concerned, executableUnderKmodsRules);
  for (const [at, asked] of concerned.entries()) foreseen.set(asked, outcomes[at] as Outcome);
}

/** What we answer under kmod's rules. */
export function runUnderKmodsRules(asked: Case): Outcome {
  if (edition === "static") {
    return foreseen.get(asked) ?? (runExecutable([asked], executableUnderKmodsRules)[0] as Outcome);
  }
  const { linesThatCount, silenceInstallCommand } = kmodsSoftDependencyRules;
  const spies = [
    vi.spyOn(softDependencyRules, "linesThatCount").mockImplementation(linesThatCount),
    vi.spyOn(softDependencyRules, "silenceInstallCommand").mockImplementation(silenceInstallCommand),
  ];
  try {
    return runOurs(asked);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
