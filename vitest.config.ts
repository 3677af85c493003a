import { defineConfig } from "vitest/config";
import { inEngine } from "./test/static/support/in-engine.ts";
import { edition } from "./test/support/edition.ts";

/**
 * Milliseconds for a test, or for what comes before and after it: enough for a slow machine that does other things too.
 */
const PATIENCE = 120_000;

/** One project a kind of test, quick ones first; see docs/testing.md. */
function project(name: string, include: string[], testTimeout = PATIENCE) {
  const limits = { testTimeout, hookTimeout: PATIENCE };
  return { test: { name, include, exclude: ["**/*.property.test.ts"], ...limits, environment: "node" as const } };
}

/** The same, with what has to be built before the static edition can be asked. */
function forEdition({ test }: ReturnType<typeof project>, staticSetup: string) {
  return { test: { ...test, globalSetup: edition === "static" ? [staticSetup] : [] } };
}

/** With the static edition its test files run in that one's engine. */
function cliProject() {
  const cli = project("cli", ["test/cli/**/*.test.ts"]);
  if (edition === "node") return cli;
  return { ...forEdition(cli, "test/static/support/engine-program.ts"), plugins: [inEngine("test/cli")] };
}

export default defineConfig({
  test: {
    passWithNoTests: false,
    reporters: ["default", "./test/support/skipped-tests.ts"],
    projects: [
      project("unit", ["test/core/**/*.test.ts", "test/commands/**/*.test.ts", "test/support/**/*.test.ts"]),
      project("node", ["test/node/**/*.test.ts", "test/contract/**/*.test.ts"]),
      project("neutral", ["test/neutral/**/*.test.ts"]),
      {
        test: {
          name: "static",
          include: ["test/static/**/*.test.ts"],
          testTimeout: PATIENCE,
          hookTimeout: PATIENCE,
          globalSetup: "test/static/support/build.ts",
        },
      },
      cliProject(),
      {
        test: {
          name: "property",
          include: ["test/**/*.property.test.ts"],
          testTimeout: 600_000,
          hookTimeout: PATIENCE,
        },
      },
      forEdition(
        project("conformance", ["test/conformance/**/*.test.ts"], 600_000),
        "test/conformance/support/static-programs.ts",
      ),
      {
        test: {
          name: "kernel",
          include: ["test/kernel/**/*.test.ts"],
          testTimeout: PATIENCE,
          hookTimeout: PATIENCE,
          globalSetup: edition === "static" ? ["test/static/support/build.ts"] : [],
          // Every file starts as many guests as there are processors, and waits for some of them by the clock.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
