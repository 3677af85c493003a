/**
 * What differs between kmod 30, which is there to compare with, and today's kmod, which we match, when they change a
 * kernel: each with its name, its reason and an exact rule. Nothing else may differ. Those of single questions are in
 * test/conformance/differences.ts.
 */

import type { KernelCase, KernelOutcome } from "./support/case.ts";

export interface KernelDifference {
  readonly name: string;
  readonly reason: string;
  /** What kmod 30 is asked instead; undefined: the same. */
  readonly ask?: (asked: KernelCase) => KernelCase | undefined;
  /** What today's kmod answers where kmod 30 answered `outcome`; undefined: the same. */
  readonly answer?: (outcome: KernelOutcome, asked: KernelCase) => KernelOutcome | undefined;
  /** A deliberate difference of ours: what remains of our answer for the comparison; undefined: all of it. */
  readonly ours?: (outcome: KernelOutcome, asked: KernelCase) => KernelOutcome | undefined;
}

/** A rule that changes nothing but the messages. */
function messages(
  edit: (err: string, outcome: KernelOutcome, asked: KernelCase) => string,
): NonNullable<KernelDifference["answer"]> {
  return (outcome, asked) => {
    const err = edit(outcome.err, outcome, asked);
    return err === outcome.err ? undefined : { ...outcome, err };
  };
}

/** A rule that asks kmod 30 in other words. */
function words(edit: (run: string) => string): NonNullable<KernelDifference["ask"]> {
  return (asked) => {
    const run = edit(asked.run);
    return run === asked.run ? undefined : { ...asked, run };
  };
}

export const differences: readonly KernelDifference[] = [
  {
    name: "message-prefix",
    reason: "kmod 30 names source file, line and function in the messages of its library",
    answer: messages((err) =>
      err
        .replaceAll(/^(\w+: [A-Z]+: )\.\.\/libkmod\/[\w-]+\.c:\d+ \w+\(\) /gm, "$1")
        .replaceAll(/^libkmod: ([A-Z]+) \.\.\/libkmod\/[\w-]+\.c:\d+ (\w+): /gm, "libkmod: $1: $2: "),
    ),
  },
  {
    name: "dry-run-shows",
    reason: "-n alone prints what would be done since kmod 31; kmod 30 is asked with -v",
    ask: words((run) => (/ -n\b/.test(run) && !/ -v\b/.test(run) ? run.replace("modprobe ", "modprobe -v ") : run)),
  },
];
