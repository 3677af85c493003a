/**
 * `npm run check`: every gate, quick ones first; stops at the first that fails. With `--without-tests` only what `npm test` does not do.
 */

import { spawnSync } from "node:child_process";
import { checkNative } from "./check-native.mjs";
import { ensureInstalled } from "./install.mjs";
import { Failure, main, root, run, tool } from "./project.mjs";

/** The property tests in check are a sample; `npm test` runs more of each. */
const SAMPLED = { ...process.env, KMOD_TS_PROPERTY_RUNS: process.env.KMOD_TS_PROPERTY_RUNS ?? "300" };

function changes() {
  const { stdout, error } = spawnSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" });
  return error === undefined ? stdout : "";
}

function suite(name, env = process.env) {
  return [`tests: ${name}`, () => run(tool("vitest"), ["run", "--project", name], { env })];
}

function suites() {
  if (process.argv.includes("--without-tests")) return [];
  const names = ["unit", "node", "cli", "property", "neutral", "static"];
  return names.map((name) => suite(name, name === "property" ? SAMPLED : process.env));
}

async function build() {
  const { build } = await import("./build.mjs");
  await build();
}

async function checkPackage() {
  const { checkPackage } = await import("./check-package.mjs");
  await checkPackage();
}

await main(async () => {
  ensureInstalled();
  const before = changes();
  const gates = [
    ["format and lint", () => run(tool("biome"), ["check", "."])],
    ["types and build", build],
    ["native addon", checkNative],
    ["types of the static edition", () => run(tool("tsc"), ["-p", "src/static"])],
    ["types of the tests", () => run(tool("tsc"), ["-p", "test"])],
    ...suites(),
    ["unused files, exports, dependencies", () => run(tool("knip"), [])],
    ["package", checkPackage],
    [
      "generated files unchanged",
      () => {
        const after = changes();
        if (after !== before) throw new Failure(`The gates changed files; before:\n${before}after:\n${after}`);
      },
    ],
  ];
  for (const [name, gate] of gates) {
    console.log(`\n== ${name}`);
    const start = performance.now();
    await gate();
    console.log(`== ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
  console.log(`\nAll ${gates.length} gates passed.`);
});
