/** What may be put in the place of an unfinished word, and the lines in which a shell's script gets it. */

/** Byte strings. */
export interface Candidate {
  /** The whole word. */
  readonly value: string;
  /** What it is, for shells that show it. */
  readonly text: string;
}

/** Files that the shell is to look for by itself: it knows about quotes, `~` and directories. */
export type FileKind = "files" | "directories" | "module files";

export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly files: FileKind | undefined;
  /** What stands in front of a file in the same word: `--config=`. */
  readonly prefix: string;
}

export const NOTHING: Completion = { candidates: [], files: undefined, prefix: "" };

/**
 * Names come from files that may say anything, and end up on a command line. Only words that have no meaning for any of the shells, wherever
 * they stand, are offered.
 */
const HARMLESS = /^[\w.+,:@-][\w.+,:@=/-]*$/;

const LONGEST_TEXT = 100;

/**
 * The lines: `KIND\tPREFIX` of files (`-` for none), then `VALUE\tTEXT` for each candidate. Descriptions are cut and
 * lose all that a terminal could take for more than a character.
 */
export function* completionLines({ candidates, files, prefix }: Completion): Iterable<string> {
  yield `${files ?? "-"}\t${prefix}\n`;
  for (const { value, text } of candidates) {
    if (!HARMLESS.test(value)) continue;
    yield `${value}\t${text
      .replace(/[^ -~]+/g, " ")
      .trim()
      .slice(0, LONGEST_TEXT)}\n`;
  }
}

/** The word for a name behind what has been typed of it; undefined where they do not fit. In modules' names `-` and `_` are alike. */
export function continued(typed: string, name: string): string | undefined {
  if (name.startsWith(typed)) return name;
  const plain = typed.replaceAll("-", "_");
  if (!name.replaceAll("-", "_").startsWith(plain)) return undefined;
  const rest = name.slice(typed.length);
  return typed + (typed.includes("_") ? rest : rest.replaceAll("_", "-"));
}
