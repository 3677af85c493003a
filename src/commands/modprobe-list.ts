/** modprobe -l: the modules of the index, as module-init-tools and busybox list them. */

import { matchesGlob } from "../core/glob.ts";
import { moduleNameOfPath, normaliseAlias } from "../core/names.ts";
import type { ModprobeFacts } from "./modprobe-facts.ts";
import { nothing, type Run } from "./modprobe-run.ts";
import { lastValue } from "./options.ts";

/**
 * Modules whose name matches an operand (wildcards; all modules where there is none) and, with -t, that lie in such a
 * directory. An operand with unbalanced brackets is an error.
 */
export function listPaths({ request, database, context: { report } }: Run): ModprobeFacts {
  const operands = request.operands.length === 0 ? ["*"] : request.operands;
  const patterns: string[] = [];
  for (const operand of operands) {
    const pattern = normaliseAlias(operand);
    if (pattern === undefined) {
      report.message("ERROR", `unbalanced brackets in pattern '${operand}'`);
      report.fail();
      return nothing;
    }
    patterns.push(pattern);
  }
  const directory = lastValue(request, "type");
  const modules = [...database.index.paths()]
    .map((path) => ({ name: moduleNameOfPath(path), path }))
    .filter(({ name, path }) => patterns.some((pattern) => matchesGlob(pattern, name)) && liesIn(path, directory));
  return { kind: "paths", modules };
}

function liesIn(path: string, directory: string | undefined): boolean {
  return directory === undefined || `/${path}`.includes(`/${directory.replace(/^\/+|\/+$/g, "")}/`);
}
