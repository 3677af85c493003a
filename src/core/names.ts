/** Module names and the words that stand for them: `-` against `_`, path to name. See modprobe(8), modprobe.d(5). */

const MODULE_SUFFIX = /^.+\.ko(?:\.gz|\.xz|\.zst)?$/s;

/**
 * A word of configuration or a requested name with `-` as `_`, except between `[` and `]`, where the text is a
 * pattern. Undefined for unbalanced brackets: a `]` before any `[`, or a `[` without `]`.
 */
export function normaliseAlias(alias: string): string | undefined {
  if (!alias.includes("[") && !alias.includes("]")) return alias.replaceAll("-", "_");
  const pieces: string[] = [];
  for (let at = 0; at < alias.length; at++) {
    const character = alias[at] as string;
    if (character === "]") return undefined;
    if (character === "[") {
      const end = alias.indexOf("]", at);
      if (end < 0) return undefined;
      pieces.push(alias.slice(at, end + 1));
      at = end;
    } else {
      pieces.push(character === "-" ? "_" : character);
    }
  }
  return pieces.join("");
}

/** The module name of a path or file name: base name, cut at the first `.`, with `-` as `_`. */
export function moduleNameOfPath(path: string): string {
  const base = path.slice(path.lastIndexOf("/") + 1);
  const dot = base.indexOf(".");
  return (dot < 0 ? base : base.slice(0, dot)).replaceAll("-", "_");
}

/** Whether a file name is one of a module: `.ko`, `.ko.gz`, `.ko.xz` or `.ko.zst` after at least one character. */
export function hasModuleSuffix(path: string): boolean {
  return MODULE_SUFFIX.test(path);
}
