/** The static edition writes the indexes that the Node edition writes. */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { describeUnless } from "../support/lack.ts";
import { makeStaticRoot, removeFolders, staticProblem, temporaryFolder } from "./support/executable.ts";

const NODE_EDITION = join(import.meta.dirname, "../../bin/depmod.js");
const RELEASE = "6.1.0-fixture";

interface Made {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
  readonly files: Readonly<Record<string, string>>;
}

/** What a depmod says, and all that it writes. The Node edition remembers modules of large trees only. */
function made(command: readonly string[], root: string): Made {
  const output = temporaryFolder();
  const [program = "", ...words] = [...command, "-b", root, "-o", output, RELEASE];
  const { stdout, stderr, status } = spawnSync(program, words, { encoding: "latin1" });
  const directory = join(output, "lib/modules", RELEASE);
  const files = readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), "latin1")]);
  return { status, out: stdout, err: stderr, files: Object.fromEntries(files) };
}

const problem = staticProblem();

describeUnless(problem, "the static edition's depmod", () => {
  afterAll(removeFolders);

  test("writes the files of the Node edition, byte for byte", () => {
    const root = makeStaticRoot("workstation");
    const ours = made([join(root, "sbin/depmod")], root);
    expect(Object.keys(ours.files)).toHaveLength(11);
    expect(ours).toEqual(made([process.execPath, NODE_EDITION], root));
  });
});
