/** Module parameters as `.modinfo` describes them: `parm=NAME:TEXT` and `parmtype=NAME:TYPE`. See modinfo(8). */

import type { ModinfoEntry } from "../elf/modinfo.ts";

export interface ModuleParameter {
  readonly name: string;
  /** Undefined where only the type is known. */
  readonly description: string | undefined;
  /** C type as the kernel names it (`int`, `charp`, `array of int`); undefined where only the text is known. */
  readonly type: string | undefined;
}

/** Parameters merged by name, the last one first seen in front, as modinfo lists them; and strings without a colon. */
export interface ParameterList {
  readonly parameters: readonly ModuleParameter[];
  /** Whole strings, e.g. `parm=nocolon`. */
  readonly invalid: readonly string[];
}

/** Merges the parm and parmtype entries; a repeated one keeps its place, and its last text or type wins. */
export function mergeParameters(entries: readonly ModinfoEntry[]): ParameterList {
  const byName = new Map<string, { name: string; description: string | undefined; type: string | undefined }>();
  const invalid: string[] = [];
  for (const { key, value } of entries) {
    if (key !== "parm" && key !== "parmtype") continue;
    const colon = value.indexOf(":");
    if (colon < 0) {
      invalid.push(`${key}=${value}`);
      continue;
    }
    const name = value.slice(0, colon);
    const merged = byName.get(name) ?? { name, description: undefined, type: undefined };
    merged[key === "parm" ? "description" : "type"] = value.slice(colon + 1);
    byName.set(name, merged);
  }
  return { parameters: [...byName.values()].toReversed(), invalid };
}
