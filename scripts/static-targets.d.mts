/** Types of static-targets.mjs, for the tests. */

export interface Target {
  /** uname(1)'s. */
  readonly name: string;
  readonly compiler: string;
  /** The words before a command that is built for it. */
  readonly runner: readonly string[];
}

export function targetOf(name: string): Target;
export function missingPackages(target?: Target): readonly string[];
