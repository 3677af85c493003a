/** Why a step of modprobe failed: which module it was, and what is known of the step. */

import type { Origin } from "../core/config/configuration.ts";
import type { Finding } from "../core/diagnosis/finding.ts";
import type { KmodError } from "../core/errors.ts";
import type { PlannedStep } from "../core/module/insertion.ts";
import { CommandError } from "./modprobe-attempt.ts";
import type { Run } from "./modprobe-run.ts";
import type { NewRecords } from "./refusal.ts";

/** A failed step of the insertion of `requested`, after `message` was reported. */
export interface FailedStep {
  readonly requested: string;
  readonly step: PlannedStep;
  readonly message: string;
  readonly error: KmodError;
  readonly records: NewRecords;
}

/** Tells why a step of inserting failed. */
export function explainStep({ refusals }: Run, { requested, step, message, error, records }: FailedStep): void {
  const failure = { module: requested, errno: error.errno, message };
  const also = dependencyFindings(requested, step);
  if (step.action === "insert") {
    const { module, path, options } = step;
    refusals.insertion(failure, { module, path, options, records }, error, also);
  } else {
    const ofCommand = step.action === "install" ? commandFindings("install", step.origin, error) : [];
    refusals.known({ operation: "insert", ...failure }, [...also, ...ofCommand]);
  }
}

/** kmod's message names the module that was asked for, whichever failed. */
function dependencyFindings(requested: string, step: PlannedStep): readonly Finding[] {
  const { module } = step;
  if (module === requested) return [];
  const path = "path" in step ? step.path : undefined;
  const text = `it failed at ${module}, which ${requested} needs${path === undefined ? "" : ` (${path})`}`;
  return [{ kind: "dependency", text, module, path }];
}

/** Where a command that failed is written. */
export function commandFindings(keyword: "install" | "remove", origin: Origin, error: KmodError): readonly Finding[] {
  if (!(error instanceof CommandError)) return [];
  const [path, line] = origin.kind === "file" ? [origin.path, origin.line] : [undefined, undefined];
  const place = path === undefined ? "on the kernel command line" : `in ${path}, line ${line}`;
  const { status } = error;
  const text = `the ${keyword} command ended with status ${status}; it is written ${place}`;
  return [{ kind: "command", text, path, line, status }];
}
