/** The form of a named difference; the differences themselves are in ../differences.ts. */

import type { Case, Outcome } from "./case.ts";

/** The test files; each says which differences it has to meet. */
export type Suite =
  | "modinfo"
  | "depends"
  | "resolve"
  | "round-trip"
  | "configuration"
  | "static-nodes"
  | "loaded"
  | "removal"
  | "roots";

export interface Difference {
  readonly name: string;
  /** The manual, changelog or observation that the rule stands on. */
  readonly reason: string;
  /** The suites that meet it in a full run. */
  readonly suites: readonly Suite[];
  /** What kmod 30 is asked instead; undefined: the same. */
  readonly ask?: (asked: Case) => Case | undefined;
  /** What today's kmod answers where kmod 30 answered `outcome`; undefined: the same. */
  readonly answer?: (outcome: Outcome, asked: Case) => Outcome | undefined;
  /** A deliberate difference of ours: what remains of our answer for the comparison; undefined: all of it. */
  readonly ours?: (outcome: Outcome, asked: Case) => Outcome | undefined;
}

export const isModprobe = (asked: Case): boolean => asked.tool === "modprobe";

/** An `answer` that changes nothing but the messages. */
export function answeredWith(edit: (outcome: Outcome, asked: Case) => string): NonNullable<Difference["answer"]> {
  return (outcome, asked) => {
    const err = edit(outcome, asked);
    return err === outcome.err ? undefined : { ...outcome, err };
  };
}
