/** Each system call of a run fails once: a message and status 1, or the right answer; and no file half written. */

import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { INDEX_NAMES } from "../support/index-names.ts";
import { describeUnless } from "../support/lack.ts";
import { makeStaticRoot, removeFolders, staticProblem } from "./support/executable.ts";
import { type SystemCall, straceProblem, traced, whileHeld } from "./support/system-calls.ts";

const RELEASE = "6.1.0-fixture";
const ERRORS = ["EIO", "EINTR", "ENOMEM"];

/** One call in so many fails in a run of the tests, another one each day; all of them with KMOD_TS_FAULTS=full. */
const SAMPLE = process.env["KMOD_TS_FAULTS"] === "full" ? 1 : 8;
const SEED = Number(process.env["KMOD_TS_SEED"] ?? new Date().toISOString().slice(0, 10).replaceAll("-", ""));

const READING: readonly (readonly string[])[] = [
  ["/sbin/lsmod"],
  ["/sbin/modinfo", "-k", RELEASE, "acme_gpu", "acme_wifi"],
  ["/sbin/modprobe", "-S", RELEASE, "-D", "acme_gpu"],
  ["/sbin/depmod", "-n", RELEASE],
];

function faultsOf(calls: readonly SystemCall[]): readonly (SystemCall & { readonly error: string })[] {
  const all = calls.flatMap((call) => ERRORS.map((error) => ({ ...call, error })));
  return all.filter((_, number) => (number + SEED) % SAMPLE === 0);
}

/** As kmod does, and the Node edition: what of the configuration cannot be read counts as absent. */
function mayBePassedOver({ name, line }: SystemCall): boolean {
  return name !== "write" && /modprobe\.d|depmod\.d|\/proc\/cmdline|modules\.(softdep|weakdep)[">]/.test(line);
}

/** What no run may say or do, whatever fails. */
function expectOrderly(context: object, status: number | null, err: string): void {
  expect({ ...context, err, orderly: status === 0 || status === 1 }).toMatchObject({ orderly: true });
  expect({ ...context, err }).not.toMatchObject({ err: expect.stringMatching(/\n {4}at |bug in kmod-ts/) });
}

const problem = staticProblem() ?? straceProblem();

describeUnless(problem, `system calls that fail, seed ${SEED}`, () => {
  afterAll(removeFolders);

  const named = READING.map((words) => ({ line: words.join(" "), words }));

  test.each(named)("$line", { timeout: 900_000 }, ({ words }) => {
    const root = makeStaticRoot("workstation");
    const right = traced(root, words);
    for (const fault of faultsOf(right.calls)) {
      const { out, err, status } = traced(root, words, fault);
      expectOrderly({ ...fault, words }, status, err);
      // Without a message nothing may be missing.
      if (status === 0 && err === right.err && !mayBePassedOver(fault))
        expect({ ...fault, out }).toEqual({ ...fault, out: right.out });
      // What is written to standard error itself can get lost.
      if (status === 1 && fault.name !== "write") expect({ ...fault, err }).not.toEqual({ ...fault, err: "" });
    }
  });

  test("depmod leaves each index as it was or as it is to be, and no other file", { timeout: 900_000 }, () => {
    const root = makeStaticRoot("workstation");
    const directory = join(root, "lib/modules", RELEASE);
    const words = ["/sbin/depmod", RELEASE];
    const contents = (): readonly string[] => INDEX_NAMES.map((name) => readFileSync(join(directory, name), "latin1"));
    expect(traced(root, words).status).toBe(0);
    const right = contents();
    const names = readdirSync(directory);
    const makeOld = (): void => {
      for (const name of INDEX_NAMES) writeFileSync(join(directory, name), "# old\n");
    };
    makeOld();
    for (const fault of faultsOf(traced(root, words).calls)) {
      makeOld();
      const { err, status } = traced(root, words, fault);
      expectOrderly(fault, status, err);
      const found = contents();
      if (status === 0 && err === "" && !mayBePassedOver(fault))
        expect({ ...fault, found }).toEqual({ ...fault, found: right });
      const whole = found.every((text, at) => text === "# old\n" || text === right[at] || err !== "");
      expect({ ...fault, whole }).toEqual({ ...fault, whole: true });
      if (!fault.name.startsWith("unlink"))
        expect({ ...fault, names: readdirSync(directory) }).toEqual({ ...fault, names });
    }
  });

  test("an index that is cut short while it is mapped is a message", async () => {
    const root = makeStaticRoot("workstation");
    const index = join(root, "lib/modules", RELEASE, "modules.alias.bin");
    // Only what is larger than 64 KiB is mapped, and nobody looks behind the trie.
    truncateSync(index, 100_000);
    const words = ["/sbin/modprobe", "-S", RELEASE, "-R", "pci:v0000ACEDd00000100sv0sd0bc03sc00i00"];
    const { calls, ...right } = traced(root, words);
    expect(right).toEqual({ out: "acme_gpu\nacme_gpu\n", err: "", status: 0 });
    const close = calls.find(({ name, line }) => name === "close" && line.includes("/modules.alias.bin>"));
    const answer = await whileHeld(root, words, close ?? expect.unreachable(), () => truncateSync(index, 0));
    expect(answer).toEqual({ out: "", err: "modprobe: ERROR: a file was cut short while it was read\n", status: 1 });
  });
});
