import { defineConfig } from "vitest/config";
import { inEngine } from "./test/static/support/in-engine.ts";
import { edition } from "./test/support/edition.ts";

/** One project a kind of test, quick ones first; see docs/testing.md. */
function project(name: string, include: string[], testTimeout: number) {
  return { test: { name, include, exclude: ["**/*.property.test.ts"], testTimeout, environment: "node" as const } };
}

/** The same, with what has to be built before the static edition can be asked. */
function forEdition({ test }: ReturnType<typeof project>, staticSetup: string) {
  return { test: { ...test, globalSetup: edition === "static" ? [staticSetup] : [] } };
}

/** With the static edition its test files run in that one's engine. */
function cliProject() {
  const cli = project("cli", ["test/cli/**/*.test.ts"], 30_000);
  if (edition === "node") return cli;
  return { ...forEdition(cli, "test/static/support/engine-program.ts"), plugins: [inEngine("test/cli")] };
}

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      project("unit", ["test/core/**/*.test.ts", "test/commands/**/*.test.ts", "test/support/**/*.test.ts"], 5_000),
      project("node", ["test/node/**/*.test.ts", "test/contract/**/*.test.ts"], 20_000),
      project("neutral", ["test/neutral/**/*.test.ts"], 20_000),
      {
        test: {
          name: "static",
          include: ["test/static/**/*.test.ts"],
          testTimeout: 60_000,
          globalSetup: "test/static/support/build.ts",
        },
      },
      cliProject(),
      { test: { name: "property", include: ["test/**/*.property.test.ts"], testTimeout: 120_000 } },
      forEdition(
        project("conformance", ["test/conformance/**/*.test.ts"], 600_000),
        "test/conformance/support/static-programs.ts",
      ),
      {
        test: {
          name: "kernel",
          include: ["test/kernel/**/*.test.ts"],
          globalSetup: edition === "static" ? ["test/static/support/build.ts"] : [],
          // Every file starts as many guests as there are processors, and waits for some of them by the clock.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
