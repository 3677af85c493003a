/** What the files of bin/ say where they cannot even begin. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../support/node-tree.ts";

const ROOT = new URL("../..", import.meta.url).pathname;

interface Ending {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function node(...words: readonly string[]): Ending {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  return { status, out: stdout, err: stderr };
}

/** A package with nothing but bin/. */
function emptyPackage(): string {
  const directory = temporaryDirectory();
  cpSync(join(ROOT, "bin"), join(directory, "bin"), { recursive: true });
  return directory;
}

const refused = (err: string): Ending => ({ status: 1, out: "", err: `${err}\n` });

test.each([
  ["kmod-ts", "everything.cjs"],
  ["lsmod", "tools.cjs"],
  ["kmod", "tools.cjs"],
])("%s says that nothing was built, and what builds it", (tool, bundle) => {
  const directory = emptyPackage();
  const file = join(directory, "bin", `${tool}.js`);
  const missing = `${tool}: FATAL: there is no '${directory}/dist/${bundle}'`;
  expect(node(file, "-V")).toEqual(refused(`${missing}: install the package again`));
  mkdirSync(join(directory, "src"));
  expect(node(file, "-V")).toEqual(refused(`${missing}: run 'npm run build' in '${directory}'`));
});

test("a bundle that is damaged is named", () => {
  const directory = emptyPackage();
  mkdirSync(join(directory, "dist"));
  writeFileSync(join(directory, "dist/tools.cjs"), "const const\n");
  const { status, out, err } = node(join(directory, "bin/modinfo.js"), "x");
  expect({ status, out }).toEqual({ status: 1, out: "" });
  expect(err).toBe(`modinfo: FATAL: cannot load '${directory}/dist/tools.cjs': Unexpected token 'const'\n`);
});

test("a Node that is too old hears which would do, and that is the one of package.json", () => {
  const { engines } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { engines: { node: string } };
  const oldest = engines.node.replace(">=", "");
  const pretend = (version: string): Ending => {
    const older = `Object.defineProperty(process.versions, "node", { value: "${version}" });`;
    return node("-e", `${older} require(${JSON.stringify(join(ROOT, "bin/start.js"))})("kmod-ts");`);
  };
  expect(pretend("18.20.4")).toEqual(refused(`kmod-ts: FATAL: needs Node ${oldest} or later, this is 18.20.4`));
  expect(pretend("20.18.9")).toEqual(refused(`kmod-ts: FATAL: needs Node ${oldest} or later, this is 20.18.9`));
  expect(pretend(`${oldest}.0`).err).toBe("kmod-ts: ERROR: no command given. See 'kmod-ts help'.\n");
});
