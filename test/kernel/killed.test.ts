/** modprobe killed at any moment of a long insertion: what the kernel did stays, nothing else does. */

import { beforeAll, expect, test } from "vitest";
import { randomNumbers } from "../conformance/support/mode.ts";
import { describeUnless } from "../support/lack.ts";
import type { KernelCase, KernelOutcome } from "./support/case.ts";
import { uml } from "./support/guest.ts";
import { isFull, modeTitle } from "./support/mode.ts";
import { runCases } from "./support/side-by-side.ts";
import { subject } from "./support/tools.ts";

/** tchain10 needs ten modules, each of which takes a tenth of a second. */
const CHAIN = Array.from({ length: 10 }, (_, at) => `tchain${at + 1}`);

const NAMES = "cut -d' ' -f1 /proc/modules";

function killedAfter(seconds: string): KernelCase {
  return {
    name: `killed after ${seconds} s`,
    before: "touch /tmp/mark; sleep 0.1",
    run: [
      "modprobe tchain10 & process=$!",
      `sleep ${seconds}`,
      "kill -9 $process 2>/dev/null; wait $process 2>/dev/null",
      // What it asked for last goes on in the kernel.
      "sleep 0.5",
      NAMES,
      "echo files",
      "find /tmp /run /etc/modprobe.d -newer /tmp/mark ! -path '/tmp/case*'",
      "echo again",
      "modprobe tchain10; echo $?",
      NAMES,
    ].join("\n"),
  };
}

/** From before anything happened to after the end, whatever speed the guest has. */
const LONGEST = 3;
const count = isFull ? 30 : 7;
const random = randomNumbers("killed");
const delays = Array.from({ length: count }, (_, at) => (((at + random()) * LONGEST) / count).toFixed(2));
const cases = delays.map(killedAfter);
const problem = uml.problem();
const title = `modprobe, killed, in ${uml.title} (${modeTitle})`;

describeUnless(problem, title, () => {
  let outcomes: readonly KernelOutcome[] = [];
  beforeAll(async () => {
    [outcomes = []] = await runCases(uml, [{ tools: subject, cases }]);
  }, 1_200_000);
  test.for(cases.map(({ name }, at) => ({ name, at })))("$name", ({ at }) => {
    const [left = "", files, rest = ""] = outcomes[at]?.out.split(/(?<=^|\n)(?:files|again)\n/) ?? [];
    const loaded = left.split("\n").slice(0, -1).toReversed();
    expect(loaded).toEqual(CHAIN.slice(0, loaded.length));
    expect(files, "new files").toBe("");
    expect(rest).toBe(`0\n${CHAIN.toReversed().join("\n")}\n`);
    expect(outcomes[at]?.err).toBe("");
  });
  test("some were killed in the middle", () => {
    const counts = outcomes.map(({ out }) => out.split("files\n")[0]?.split("\n").length ?? 0);
    expect(counts.some((count) => count > 1 && count <= CHAIN.length)).toBe(true);
  });
});
