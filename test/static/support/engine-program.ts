/** The test files of test/cli as one program of the static edition's engine: see engine/suite.ts. */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Plugin } from "esbuild";
import { buildProgram, staticPath } from "../../../scripts/build-static.mjs";
import { filesBelow } from "../../../scripts/project.mjs";
import { staticProblem } from "./executable.ts";

const ROOT = join(import.meta.dirname, "../../..");
const ENGINE = join(ROOT, "test/static/engine");
const FOLDER = join(dirname(staticPath() ?? "dist/static/none"), "tests");

const inEngine = (name: string): string => join(ENGINE, `${name}.ts`);

/** Where it is made. */
export const suiteProgram: string = join(FOLDER, "cli");

function isTestFile(path: string): boolean {
  return path.endsWith(".test.ts") && !path.endsWith(".property.test.ts");
}

/** Says whose the tests are that follow, and where the file is. */
function marked(path: string): string {
  const place = JSON.stringify(dirname(path));
  const text = readFileSync(path, "utf8").replaceAll("import.meta.dirname", place);
  if (!isTestFile(path)) return text;
  const name = JSON.stringify(relative(ROOT, path));
  return `import { beginFile } from ${JSON.stringify(inEngine("recorder"))};beginFile(${name});${text}`;
}

const marking: Plugin = {
  name: "test-files",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /\/support\/json-schema\.ts$/ }, () => ({ path: inEngine("json-schema") }));
    onLoad({ filter: /\/test\/.*\.ts$/ }, ({ path }) => ({ contents: marked(path), loader: "ts" }));
  },
};

/** What the program is made of beside the product. */
const INPUTS = [
  "test/cli",
  "test/support",
  "test/conformance/support",
  "test/static/engine",
  "fixtures/modules",
  "fixtures/roots",
];

/** vitest's global setup. */
export async function setup(): Promise<void> {
  if (staticProblem() !== undefined) return;
  const inputs = INPUTS.flatMap(filesBelow);
  const files = inputs.filter((path) => path.startsWith(join(ROOT, "test/cli/")) && isTestFile(path)).sort();
  const imports = [inEngine("globals"), inEngine("suite"), ...files].map((path) => `import ${JSON.stringify(path)};\n`);
  const entryPoint = join(FOLDER, "cli.ts");
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(entryPoint, imports.join(""));
  const alias = { vitest: inEngine("recorder"), "node:fs": inEngine("node-fs"), "node:path": inEngine("node-path") };
  await buildProgram(suiteProgram, { entryPoint, alias, plugins: [marking] }, [...inputs, import.meta.filename]);
}
