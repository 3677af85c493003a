/**
 * Time and memory that grow no faster than the input. The engine copies a text each time that something is put behind it: what the
 * Node edition does in a second took minutes here.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Outcome } from "../conformance/support/case.ts";
import { buildElf } from "../support/elf-builder.ts";
import { describeUnless } from "../support/lack.ts";
import { makeStaticRoot, type Program, removeFolders, runStatic, staticProblem } from "./support/executable.ts";

const problem = staticProblem();

describeUnless(problem, "the static edition", () => {
  let root = "";

  function put(name: string, content: string | Uint8Array): void {
    writeFileSync(join(root, name), content);
  }
  function ask(program: Program, ...args: readonly string[]): Outcome {
    return runStatic({ program, args, root });
  }

  beforeAll(() => {
    root = makeStaticRoot("workstation");
  });
  afterAll(removeFolders);

  test("shows any number of parameters", () => {
    const names = Array.from({ length: 200_000 }, (_, number) => `p${number}`);
    put("parameters.ko", buildElf({ modinfo: names.map((name) => `parm=${name}:text`) }));
    const lines = names.toReversed().map((name) => `${name}:text\n`);
    const all = lines.map((line) => `parm:           ${line}`).join("");
    expect(ask("modinfo", "-p", "/parameters.ko")).toEqual({ out: lines.join(""), err: "", status: 0 });
    expect(ask("modinfo", "/parameters.ko")).toEqual({
      out: `filename:       /parameters.ko\n${all}`,
      err: "",
      status: 0,
    });
  });

  test("decodes a long text that is no UTF-8", () => {
    put("bytes.ko", buildElf({ modinfo: [`author=${"\xff".repeat(600_000)}`] }));
    const { out, status } = ask("modinfo", "--json", "-a", "/bytes.ko");
    expect(status).toBe(0);
    expect(JSON.parse(Buffer.from(out, "latin1").toString()).modules[0].values).toEqual(["\ufffd".repeat(600_000)]);
  });

  test("reads a long line of configuration that was joined, and a long pattern", () => {
    const [joined, pattern] = ["a=1 \\\n".repeat(500_000), "[a-b]-".repeat(100_000)];
    put("long.conf", `options acme ${joined}\noptions acme ${"\\x".repeat(1_000_000)}\nalias ${pattern} acme\n`);
    const { out, err, status } = ask("modprobe", "-C", "/long.conf", "-S", "6.1.0-fixture", "-c");
    const lines = out.split("\n").filter((line) => /^(options|alias) .*acme/.test(line));
    expect({ lines: lines.filter((line) => line.length > 500_000), err, status }).toEqual({
      lines: [
        `alias ${"[a-b]_".repeat(100_000)} acme`,
        `options acme ${"a=1 ".repeat(500_000)}`,
        `options acme ${"x".repeat(1_000_000)}`,
      ],
      err: "",
      status: 0,
    });
  });
});
