/** What `kmod-ts check` finds out before anything is shown. */

import type { Candidate } from "../core/fitness/candidate.ts";
import type { Misfit, Verdict } from "../core/fitness/misfit.ts";
import type { TargetKernel } from "../core/fitness/target.ts";

/** A file and what came of it. */
export interface CheckedFile {
  /** As typed, or from the directory that was, a byte string. */
  readonly path: string;
  /** Undefined for a file that could not be read: nothing is said of it. */
  readonly verdict: Verdict | undefined;
  /** Why it could not be read. */
  readonly unread: string | undefined;
  readonly misfits: readonly Misfit[];
  /** Undefined for a file that is no module, or cannot be read. */
  readonly candidate: Candidate | undefined;
}

export interface CheckFacts {
  readonly target: TargetKernel;
  readonly files: readonly CheckedFile[];
}
