/** modprobe -l: the modules of the index, as module-init-tools and busybox list them. */

import { matchesGlob } from "../core/glob.ts";
import { moduleNameOfPath } from "../core/names.ts";
import type { ModprobeFacts } from "./modprobe-facts.ts";
import type { Run } from "./modprobe-run.ts";
import { lastValue } from "./options.ts";

/** Modules whose name matches the operand (a wildcard, `*` by default) and, with -t, that lie in such a directory. */
export function listPaths({ request, database }: Run): ModprobeFacts {
  const pattern = (request.operands[0] ?? "*").replaceAll("-", "_");
  const directory = lastValue(request, "type");
  const modules = [...database.index.paths()]
    .map((path) => ({ name: moduleNameOfPath(path), path }))
    .filter(({ name, path }) => matchesGlob(pattern, name) && liesIn(path, directory));
  return { kind: "paths", modules };
}

function liesIn(path: string, directory: string | undefined): boolean {
  return directory === undefined || `/${path}`.includes(`/${directory.replace(/^\/+|\/+$/g, "")}/`);
}
