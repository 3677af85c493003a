/** The contract of a file system, held by the static edition's inside of its engine: see engine/contract.ts. */

import { execFileSync } from "node:child_process";
import { machine } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { assembleProgram } from "../../scripts/build-static.mjs";
import { describeUnless } from "../support/lack.ts";
import type { Verdict } from "./engine/contract.ts";
import { removeFolders, staticProblem, temporaryFolder } from "./support/executable.ts";

const problem = staticProblem();

describeUnless(problem, "staticFileSystem", () => {
  let verdicts: readonly Verdict[] = [];

  beforeAll(async () => {
    const program = join(temporaryFolder(), "contract");
    const alias = { vitest: join(import.meta.dirname, "engine/stand-in.ts") };
    await assembleProgram(program, { entryPoint: "test/static/engine/contract.ts", alias });
    verdicts = JSON.parse(
      execFileSync(program, [temporaryFolder(), machine()], { encoding: "utf8" }),
    ) as readonly Verdict[];
  }, 120_000);
  afterAll(removeFolders);

  test("keeps the contract in all cases", () => {
    expect(verdicts.length).toBeGreaterThan(15);
    expect(verdicts.filter(({ problem: wrong }) => wrong !== "")).toEqual([]);
  });
});
