/** What lint finds: one rule a kind of mistake. docs/lint.md describes them; a new one goes there and into schemas/lint.schema.json. */

import type { Origin } from "../config/configuration.ts";
import { KERNEL_COMMAND_LINE } from "../config/kernel-command-line.ts";

/** `warning`: it does not do what it seems to do. `note`: it does nothing here, which may be meant so. */
export type Severity = "warning" | "note";

export type Rule =
  | "bad-line"
  | "deprecated-directive"
  | "carriage-return"
  | "trailing-comment"
  | "ignored-words"
  | "empty-softdep"
  | "blacklist-pattern"
  | "blacklist-dash"
  | "dangling-link"
  | "missing-suffix"
  | "shadowed-file"
  | "duplicate"
  | "repeated-elsewhere"
  | "overridden-option"
  | "unreachable-command"
  | "near-name"
  | "unknown-module"
  | "unknown-parameter"
  | "parameter-value"
  | "options-for-builtin"
  | "useless-blacklist"
  | "blacklist-of-alias"
  | "softdep-beside-install"
  | "parameters-in-modules-load"
  | "load-of-blacklisted"
  | "override-without-file";

/** How much each rule weighs. */
export const RULES: Readonly<Record<Rule, Severity>> = {
  "bad-line": "warning",
  "deprecated-directive": "warning",
  "carriage-return": "warning",
  "trailing-comment": "warning",
  "ignored-words": "warning",
  "empty-softdep": "warning",
  "blacklist-pattern": "warning",
  "blacklist-dash": "warning",
  "dangling-link": "warning",
  "missing-suffix": "warning",
  "shadowed-file": "note",
  duplicate: "warning",
  "repeated-elsewhere": "note",
  "overridden-option": "warning",
  "unreachable-command": "warning",
  "near-name": "warning",
  "unknown-module": "note",
  "unknown-parameter": "warning",
  "parameter-value": "warning",
  "options-for-builtin": "warning",
  "useless-blacklist": "warning",
  "blacklist-of-alias": "warning",
  "softdep-beside-install": "warning",
  "parameters-in-modules-load": "warning",
  "load-of-blacklisted": "warning",
  "override-without-file": "warning",
};

export interface LintFinding {
  readonly rule: Rule;
  readonly severity: Severity;
  /** The file, or `/proc/cmdline`. A byte string. */
  readonly path: string;
  /** The last physical line of what it is about; undefined for a file as a whole. */
  readonly line: number | undefined;
  /** A byte string. */
  readonly text: string;
}

/** Where something stands. */
export interface Place {
  readonly path: string;
  readonly line: number | undefined;
}

/** The place of a record of the configuration. */
export function placeOf(origin: Origin): Place {
  return origin.kind === "file" ? origin : { path: KERNEL_COMMAND_LINE, line: undefined };
}

/** A finding of a rule. */
export function finding(rule: Rule, { path, line }: Place, text: string): LintFinding {
  return { rule, severity: RULES[rule], path, line, text };
}

/** `FILE:LINE`. */
export function placeText({ path, line }: Place): string {
  return line === undefined ? path : `${path}:${line}`;
}
