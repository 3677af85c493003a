/** modprobe -R: the modules that names stand for, whether loaded, blacklisted or missing. */

import type { ModprobeFacts, ResolvedName } from "./modprobe-facts.ts";
import { moduleOperands, type Run, resolveOperand, untilFatal } from "./modprobe-run.ts";

/** The names behind each operand, looked up as they are asked for. */
export function resolvedNames(run: Run): ModprobeFacts {
  return { kind: "resolved", names: untilFatal(resolveAll(run)) };
}

function* resolveAll(run: Run): Iterable<ResolvedName> {
  for (const request of moduleOperands(run)) {
    const modules = resolveOperand(run, request).map(({ name }) => name);
    if (modules.length > 0) yield { request, modules };
  }
}
