/** `kmod-ts complete WORD...`: what the last word of an unfinished command line may become, for the shells' scripts. */

import type { Command, OptionSpec, Request, WordKind } from "../../commands/command.ts";
import { standardOptions } from "../../commands/options.ts";
import type { Platform } from "../../core/platform.ts";
import { baseName } from "../front-end.ts";
import { type Candidate, type Completion, completionLines, type FileKind, NOTHING } from "./candidate.ts";
import { wordsOf } from "./module-words.ts";
import { positionOf, type WordPosition } from "./word-position.ts";

/** A command as lists show it. */
export interface Listed {
  readonly name: string;
  readonly summary: string;
}

/** A program with sub-commands. */
export interface FrontEnd {
  readonly listed: readonly Listed[];
  /** What a word after it means: a command, or a front end of its own. */
  find(name: string): Command | FrontEnd | undefined;
}

/**
 * Completes the last of `words`, a byte string that may be empty. The first one is the name that the program was called by; `programs`
 * knows what it means. Returns the lines to print; nothing is ever wrong with a command line that is not finished.
 */
export function complete(words: readonly string[], programs: FrontEnd, platform: Platform): Iterable<string> {
  const [program = "", ...before] = words.slice(0, -1);
  const current = words.at(-1) ?? "";
  const called = words.length < 2 ? undefined : programs.find(baseName(program));
  return completionLines(called === undefined ? NOTHING : completeFor(called, before, current, platform));
}

function completeFor(
  called: Command | FrontEnd,
  before: readonly string[],
  current: string,
  platform: Platform,
): Completion {
  if ("options" in called) return completeWord(positionOf(called, before, current), called, current, platform);
  const [name, ...rest] = before;
  if (name === undefined) {
    const commands = called.listed.map(({ name: value, summary }) => ({ value, text: summary }));
    const candidates = current.startsWith("-") ? optionWords(standardOptions) : commands;
    return { ...NOTHING, candidates: fitting(candidates, current) };
  }
  if (name === "help") {
    const commands = called.listed.map(({ name: value, summary }) => ({ value, text: summary }));
    return rest.length > 0 ? NOTHING : { ...NOTHING, candidates: fitting(commands, current) };
  }
  const command = called.find(name);
  return command === undefined ? NOTHING : completeFor(command, rest, current, platform);
}

function completeWord(position: WordPosition, command: Command, current: string, platform: Platform): Completion {
  switch (position.kind) {
    case "none":
      return NOTHING;
    case "option":
      return { ...NOTHING, candidates: fitting(optionWords(command.options), current) };
    case "operand": {
      const kinds = command.nextOperand?.(position.typed) ?? kindsIn(command.operands, OPERANDS);
      return completeKinds(kinds, current, position.typed, platform);
    }
    case "value": {
      const { spec, prefix, typed } = position;
      const begun = current.slice(prefix.length);
      const values = spec.values?.map((value) => ({ value, text: "" }));
      const completion =
        values === undefined
          ? completeKinds(kindsIn(spec.argument ?? "", VALUES), begun, typed, platform)
          : { ...NOTHING, candidates: fitting(values, begun) };
      const candidates = completion.candidates.map(({ value, text }) => ({ value: prefix + value, text }));
      return { candidates, files: completion.files, prefix };
    }
  }
}

const ANY_MODULE: readonly WordKind[] = ["module", "built-in module"];

/** What the names in a usage line stand for. */
const OPERANDS: Readonly<Record<string, readonly WordKind[]>> = {
  MODULE: ANY_MODULE,
  NAME: ANY_MODULE,
  PATTERN: ANY_MODULE,
  FILE: ["module file"],
  PATH: ["file"],
  DEVICE: ["file"],
  DIR: ["directory"],
  VERSION: ["release"],
};

/** The same for the values of options. */
const VALUES: typeof OPERANDS = { ...OPERANDS, FILE: ["file"] };

function kindsIn(usage: string, meanings: typeof OPERANDS): readonly WordKind[] {
  const kinds = (usage.match(/[A-Z]+/g) ?? []).flatMap((name) => meanings[name] ?? []);
  return [...new Set(kinds)];
}

const FILES: Readonly<Partial<Record<WordKind, FileKind>>> = {
  file: "files",
  directory: "directories",
  "module file": "module files",
};

function completeKinds(kinds: readonly WordKind[], current: string, typed: Request, platform: Platform): Completion {
  const files = kinds.map((kind) => FILES[kind]).find((kind) => kind !== undefined);
  return { candidates: kinds.flatMap((kind) => wordsOf(kind, current, typed, platform)), files, prefix: "" };
}

/** Both names of each option; a long one that takes a value ends in `=`. */
function optionWords(specs: readonly OptionSpec[]): readonly Candidate[] {
  const shown = specs.filter(({ hidden }) => hidden !== true);
  const names = ({ long, otherNames = [] }: OptionSpec): readonly string[] => [
    long,
    ...otherNames.filter(({ deprecated }) => !deprecated).map((other) => other.long),
  ];
  return [
    ...shown.flatMap((spec) =>
      names(spec).map((name) => ({ value: `--${name}${spec.argument === undefined ? "" : "="}`, text: spec.text })),
    ),
    ...shown.flatMap(({ short, text }) => (short === undefined ? [] : [{ value: `-${short}`, text }])),
  ];
}

function fitting(candidates: readonly Candidate[], current: string): readonly Candidate[] {
  return candidates.filter(({ value }) => value.startsWith(current));
}
