/** The static edition with less memory than it needs, or less stack: one message and status 1, or the right answer. */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { INDEX_NAMES } from "../support/index-names.ts";
import { describeUnless } from "../support/lack.ts";
import { makeStaticRoot, removeFolders, staticProblem } from "./support/executable.ts";

const RELEASE = "6.1.0-fixture";

interface Answer {
  readonly out: string;
  readonly err: string;
  readonly status: number | null;
}

/** Runs a command under a limit of bash's `ulimit`, in KiB. */
function limited(limit: string, words: readonly string[]): Answer {
  const script = `ulimit ${limit}; exec "$@"`;
  const { stdout, stderr, status } = spawnSync("/bin/bash", ["-c", script, "bash", ...words], { encoding: "latin1" });
  return { out: stdout, err: stderr, status };
}

/** From the least with which the program starts at all, in KiB of addresses, up to enough. */
function limitsOf(root: string): readonly number[] {
  const version = [join(root, "sbin/kmod-ts"), "--version"];
  const steps = Array.from({ length: 200 }, (_, step) => 2400 + step * 32);
  const least = steps.find((limit) => limited(`-v ${limit}`, version).status === 0) ?? expect.unreachable();
  return Array.from({ length: 24 }, (_, step) => least + step * 100);
}

function commandsIn(root: string): readonly (readonly string[])[] {
  const program = (name: string): string => join(root, "sbin", name);
  const place = ["-d", root, "-S", RELEASE] as const;
  return [
    [program("modprobe"), ...place, "-D", "acme_gpu"],
    [program("modprobe"), ...place, "-c"],
    [program("modinfo"), "-b", root, "-k", RELEASE, "acme_gpu", "acme_wifi"],
    [program("depmod"), "-n", "-b", root, RELEASE],
  ];
}

const problem = staticProblem();

describeUnless(problem, "too little", () => {
  afterAll(removeFolders);

  test("memory ends a run with one message that says so, or does not matter", () => {
    const root = makeStaticRoot("workstation");
    const said = new Set<string>();
    const limits = limitsOf(root);
    for (const words of commandsIn(root)) {
      const right = limited("-v unlimited", words);
      for (const limit of limits) {
        const answer = limited(`-v ${limit}`, words);
        if (answer.status === 0) {
          expect(answer).toEqual(right);
          continue;
        }
        expect({ limit, words, ...answer }).toMatchObject({ status: 1 });
        expect(answer.err).toMatch(/: ERROR: (.*: Cannot allocate memory|out of memory)\n/);
        expect(answer.err).not.toMatch(/ at |bug/);
        said.add(answer.err);
      }
    }
    expect([...said].join("")).toMatch(/^depmod: ERROR: out of memory$/m);
  });

  test("memory leaves no new file of depmod behind", () => {
    const root = makeStaticRoot("workstation");
    const directory = join(root, "lib/modules", RELEASE);
    const words = [join(root, "sbin/depmod"), "-b", root, RELEASE];
    expect(limited("-v unlimited", words).status).toBe(0);
    const right = Object.fromEntries(INDEX_NAMES.map((name) => [name, readFileSync(join(directory, name), "latin1")]));
    const names = readdirSync(directory);
    const outcomes = new Set<string>();
    for (const limit of [...limitsOf(root), "unlimited"]) {
      for (const name of INDEX_NAMES) writeFileSync(join(directory, name), "# old\n");
      const { status } = limited(`-v ${limit}`, words);
      const found = INDEX_NAMES.map((name) => readFileSync(join(directory, name), "latin1"));
      const old = found.filter((text) => text === "# old\n").length;
      expect({ limit, names: readdirSync(directory) }).toEqual({ limit, names });
      // Without the memory for one module's file the indexes are those of the others.
      expect([0, INDEX_NAMES.length]).toContain(old);
      if (status === 0) expect(found).toEqual(INDEX_NAMES.map((name) => right[name]));
      outcomes.add(`${status} ${old}`);
    }
    expect(outcomes).toContain("0 0");
    expect(outcomes).toContain(`1 ${INDEX_NAMES.length}`);
  });

  test("stack ends a run with one message that says so", () => {
    const root = makeStaticRoot("workstation");
    const said = new Set<string>();
    for (const words of commandsIn(root).filter(([program]) => !program?.endsWith("modinfo"))) {
      const right = limited("-s unlimited", words);
      for (let limit = 40; limit <= 120; limit += 8) {
        const answer = limited(`-s ${limit}`, words);
        if (answer.status !== 0) {
          expect({ limit, words, ...answer }).toMatchObject({ status: 1 });
          expect(answer.err).toMatch(/^\w+: ERROR: this is nested too deeply for the stack that there is$/m);
          said.add(answer.err);
        } else expect(answer).toEqual(right);
      }
    }
    expect(said).not.toEqual(new Set());
  });
});
