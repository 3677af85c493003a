/** Whether modules.dep is newer than everything that it was made from: the question of `depmod -A`, and more. */

import { errnoText } from "../errno.ts";
import { KmodError } from "../errors.ts";
import type { FileSystem } from "../platform.ts";
import { PRECISION } from "./outdated.ts";
import type { DefectKind, DefectList } from "./verify-defects.ts";

/** Paths that should be older, by what they are. */
export interface Sources {
  readonly modules: readonly string[];
  /** These and the next may be missing. */
  readonly inputs: readonly string[];
  readonly configuration: readonly string[];
}

/** `path` is that of modules.dep. */
export function verifyTimes(files: FileSystem, path: string, sources: Sources, defects: DefectList): void {
  const since = changed(files, path, defects);
  if (since === undefined) return;
  const verify = (kind: DefectKind, paths: readonly string[], presence?: "optional"): void => {
    for (const file of paths) {
      const time = changed(files, file, defects, presence);
      if (time === undefined || time <= since) continue;
      defects.add(kind, undefined, () => ({ file, text: `${file} is newer than modules.dep` }));
    }
  };
  verify("newer-module", sources.modules);
  verify("newer-input", sources.inputs, "optional");
  verify("newer-configuration", sources.configuration, "optional");
}

/** Microseconds, as kmod compares; undefined where that cannot be told. */
function changed(files: FileSystem, file: string, defects: DefectList, presence?: "optional"): bigint | undefined {
  try {
    return files.status(file).modified / PRECISION;
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    const { errno } = error;
    if (errno === "ENOENT" && presence === "optional") return undefined;
    defects.add("unreadable", undefined, () => ({ file, text: `could not look at ${file}: ${errnoText(errno)}` }));
    return undefined;
  }
}
