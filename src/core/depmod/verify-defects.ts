/** What can be wrong with a set of indexes, and how much of it is kept. */

/** See docs/json-output.md. */
export type DefectKind =
  | "missing"
  | "not-written"
  | "unreadable"
  | "damaged"
  | "disagreement"
  | "missing-module"
  | "unlisted-module"
  | "passed-over-module"
  | "newer-module"
  | "newer-input"
  | "newer-configuration"
  | "left-over"
  | "search";

/** Something that is wrong, or may be. Byte strings. */
export interface Defect {
  readonly kind: DefectKind;
  /** Absolute path of what it is about. */
  readonly file: string;
  /** In a text file. */
  readonly line?: number | undefined;
  /** In a binary file. */
  readonly offset?: number | undefined;
  /** The entry of the index, or the module as modules.dep names it. */
  readonly entry?: string | undefined;
  /** Complete, without program and level. */
  readonly text: string;
}

/** Defects of one kind that belong together: the first ones, and how many there are beside them. */
export interface DefectGroup {
  readonly kind: DefectKind;
  /** What all are about; undefined where each is about another. */
  readonly file: string | undefined;
  readonly defects: readonly Defect[];
  readonly omitted: number;
}

/** Kept of each group: a damaged index can differ in more entries than fit into memory. */
const MOST_OF_A_GROUP = 10;

/**
 * ERROR: a tool that asks these indexes gets a wrong answer, or none. WARNING: they may be out of date. NOTICE: nothing
 * is wrong, but an older depmod has made them.
 */
export function severityOf(kind: DefectKind): "ERROR" | "WARNING" | "NOTICE" {
  switch (kind) {
    case "not-written":
      return "NOTICE";
    case "passed-over-module":
    case "newer-module":
    case "newer-input":
    case "newer-configuration":
    case "left-over":
      return "WARNING";
    default:
      return "ERROR";
  }
}

interface Growing extends DefectGroup {
  readonly defects: Defect[];
  omitted: number;
}

/** Takes defects as they are found. */
export class DefectList {
  readonly #groups = new Map<string, Growing>();

  /** `file`: of the group, where the kind has one for each file. `describe` is called for those that are kept. */
  add(kind: DefectKind, file: string | undefined, describe: () => Omit<Defect, "kind">): void {
    const key = `${kind} ${file ?? ""}`;
    const known = this.#groups.get(key);
    if (known === undefined) this.#groups.set(key, { kind, file, defects: [{ kind, ...describe() }], omitted: 0 });
    else if (known.defects.length < MOST_OF_A_GROUP) known.defects.push({ kind, ...describe() });
    else known.omitted++;
  }

  /** Takes over what another list has, which has no groups in common with this one. */
  append(other: DefectList): void {
    for (const [key, group] of other.#groups) this.#groups.set(key, group);
  }

  /** In the order in which the first of each was found. */
  groups(): readonly DefectGroup[] {
    return [...this.#groups.values()];
  }
}

/** The number of the line at `offset` of a text. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** The number of the first line that begins with `start`; undefined where none does. */
export function lineStarting(text: string, start: string): number | undefined {
  const offset = text.startsWith(start) ? 0 : text.indexOf(`\n${start}`) + 1;
  return offset === 0 && !text.startsWith(start) ? undefined : lineAt(text, offset);
}

/** How a message names a place: as a `FormatError` does. */
export function placeOf(path: string, line: number | undefined): string {
  return line === undefined ? path : `${path}:${line}`;
}
