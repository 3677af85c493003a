/** What `kmod-ts check` finds out before anything is shown. */

import type { Candidate } from "../core/fitness/candidate.ts";
import type { Misfit, Verdict } from "../core/fitness/misfit.ts";
import type { TargetKernel } from "../core/fitness/target.ts";

/** A file and what came of it. */
export interface CheckedFile {
  /** As typed, a byte string. */
  readonly path: string;
  readonly verdict: Verdict;
  readonly misfits: readonly Misfit[];
  /** Undefined for a file that is no module, or cannot be read. */
  readonly candidate: Candidate | undefined;
}

export interface CheckFacts {
  readonly target: TargetKernel;
  readonly files: readonly CheckedFile[];
}
