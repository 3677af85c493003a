/** The form of a named difference; the differences themselves are in ../differences.ts. */

import type { KernelCase, KernelOutcome } from "./case.ts";

export interface KernelDifference {
  readonly name: string;
  /** The manual, changelog or observation that the rule stands on. */
  readonly reason: string;
  /** What kmod 30 is asked instead; undefined: the same. */
  readonly ask?: (asked: KernelCase) => KernelCase | undefined;
  /** What today's kmod answers where kmod 30 answered `outcome`; undefined: the same. */
  readonly answer?: (outcome: KernelOutcome, asked: KernelCase) => KernelOutcome | undefined;
  /** A deliberate difference of ours: what remains of our answer for the comparison; undefined: all of it. */
  readonly ours?: (outcome: KernelOutcome, asked: KernelCase) => KernelOutcome | undefined;
}

/** An `answer` or `ours` that changes nothing but the messages. */
export function messages(
  edit: (err: string, asked: KernelCase, outcome: KernelOutcome) => string,
): NonNullable<KernelDifference["answer"]> {
  return (outcome, asked) => {
    const err = edit(outcome.err, asked, outcome);
    return err === outcome.err ? undefined : { ...outcome, err };
  };
}

/** An `ask` in other words. */
export function words(edit: (run: string, asked: KernelCase) => string): NonNullable<KernelDifference["ask"]> {
  return (asked) => {
    const run = edit(asked.run, asked);
    return run === asked.run ? undefined : { ...asked, run };
  };
}
