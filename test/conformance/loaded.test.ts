/** lsmod and kmod list over the scenarios of fixtures/proc. */

import { describe, test } from "vitest";
import { buildProcScenario } from "../support/proc-scenario.ts";
import { conformanceSuite, expectSameAsKmod } from "./support/compare.ts";
import { rootProblem } from "./support/kmod.ts";
import { makeRoot, scenarioNames } from "./support/roots.ts";

const scenarios = scenarioNames("proc");
const missing = scenarios.length === 0 ? "fixtures/proc is missing" : rootProblem();

conformanceSuite("loaded", missing, () => {
  describe("scenarios", () => {
    test.each(scenarios)("%s", (scenario) => {
      const root = makeRoot((made) => buildProcScenario(made, scenario));
      expectSameAsKmod([
        { tool: "lsmod", args: [], root },
        { tool: "kmod", args: ["list"], root },
      ]);
    });
  });
});
