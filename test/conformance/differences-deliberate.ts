/** Where we differ from every kmod on purpose; docs/compatibility.md argues for each. */

import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { withoutExplanations } from "../support/explanations.ts";
import type { Case, Outcome } from "./support/case.ts";
import { answeredWith, type Difference, isModprobe } from "./support/difference.ts";
import { concernsSoftDependencies, runUnderKmodsRules } from "./support/kmods-soft-dependencies.ts";
import { SMALL_RELEASE, variantOf, WORKSTATION } from "./support/roots.ts";

const HOLDERS = /^(lsmod|kmod): ERROR: could not open '\/sys\/module\/([^']*)\/holders': No such file or directory\n/gm;

const ABSENT_HOLDERS =
  /^modprobe: ERROR: could not open '\/sys\/module\/[^']*\/holders': No such file or directory\n/gm;

/** What kmod 30 says of each damaged release of fixtures/roots/corrupt-index; empty: nothing. */
const INDEX_MESSAGES: Readonly<Record<string, string>> = {
  "bad-magic": "magic check fail: 58585858 instead of b007f457",
  "bad-alias-magic": "magic check fail: 58585858 instead of b007f457",
  text: "magic check fail: 6b65726e instead of b007f457",
  "wrong-version": "major version check fail: 3 instead of 2",
  short: "",
  truncated: "",
};

/** What we say: kmod's words for a bad magic number or version; else the file, the place, and what is wrong. */
const OUR_INDEX_MESSAGE =
  /^modprobe: ERROR: (?:(?:magic|major version) check fail: .*|\/\S*\/modules\.[a-z.]+\.bin(?::\d+)?: .*)\n/gm;

function damagedRelease({ args }: Case): string | undefined {
  return INDEX_MESSAGES[args[args.indexOf("-S") + 1] ?? ""];
}

function withoutKmodsIndexMessage(outcome: Outcome, asked: Case): Outcome | undefined {
  const message = damagedRelease(asked);
  if (!isModprobe(asked) || message === undefined) return undefined;
  const err = outcome.err.replaceAll(`modprobe: ERROR: ${message}\n`, "");
  return err === outcome.err ? undefined : { ...outcome, err };
}

function withoutOurIndexMessage(outcome: Outcome, asked: Case): Outcome | undefined {
  if (!isModprobe(asked) || damagedRelease(asked) === undefined) return undefined;
  const err = outcome.err.replace(OUR_INDEX_MESSAGE, "");
  return err === outcome.err ? undefined : { ...outcome, err };
}

/** The module directory of a case that has text indexes and no binary ones worth the name. */
function textDirectory(asked: Case): string | undefined {
  const release = asked.args[asked.args.indexOf("-S") + 1] ?? "";
  if (asked.root === undefined || !isModprobe(asked) || !asked.args.includes("-S")) return undefined;
  const directory = join("lib/modules", release);
  if (!existsSync(join(asked.root, directory, "modules.dep"))) return undefined;
  const binary = statSync(join(asked.root, directory, "modules.dep.bin"), { throwIfNoEntry: false });
  return binary === undefined || binary.size === 0 ? directory : undefined;
}

function giveBinaryIndexes(directory: string): void {
  const from = join(WORKSTATION, "lib/modules", SMALL_RELEASE);
  for (const name of readdirSync(from).filter((file) => file.endsWith(".bin"))) {
    rmSync(join(directory, name), { force: true });
    copyFileSync(join(from, name), join(directory, name));
  }
}

/** Our answer under kmod's rules; undefined where it is the same. */
function underKmodsRules(outcome: Outcome, asked: Case): Outcome | undefined {
  if (!concernsSoftDependencies(asked)) return undefined;
  const other = runUnderKmodsRules(asked);
  const same = other.out === outcome.out && other.err === outcome.err && other.status === outcome.status;
  return same ? undefined : other;
}

/** Comes before all others: it asks us again, and they change what it answers. */
export const softDependencyDifference: Difference = {
  name: "soft-dependency-rules",
  reason: "every softdep line of a module counts, and an install command holds beside them; all else is as in kmod",
  suites: ["depends", "round-trip", "configuration", "removal", "roots"],
  ours: underKmodsRules,
};

export const deliberateDifferences: readonly Difference[] = [
  {
    name: "explanations",
    reason: "with -v a failure is followed by indented lines that say why",
    suites: ["removal"],
    ours(outcome, asked) {
      const err = withoutExplanations(outcome.err, asked.args.join(" "));
      return err === outcome.err ? undefined : { ...outcome, err };
    },
  },
  {
    name: "malformed-proc-line",
    reason: "one read of /proc/modules: a line without a module is named by its number, not by what /sys lacks",
    suites: ["loaded"],
    answer: answeredWith(({ err }, { root }) => {
      if (root === undefined || !existsSync(join(root, "proc/modules"))) return err;
      const lines = readFileSync(join(root, "proc/modules"), "latin1").split("\n");
      return err.replaceAll(HOLDERS, (message: string, tool: string, name: string) => {
        const at = lines.findIndex((line) => line.trimStart().startsWith(name));
        return at < 0 ? message : `${tool}: ERROR: invalid line format at /proc/modules:${at + 1}\n`;
      });
    }),
  },
  {
    name: "holders-of-absent-modules",
    reason: "a module that is not loaded has no holders, which is no error: --remove-holders goes on to its command",
    suites: ["removal"],
    answer: answeredWith(({ err }, asked) => (isModprobe(asked) ? err.replaceAll(ABSENT_HOLDERS, "") : err)),
  },
  {
    name: "damaged-index-message",
    reason: "kmod opens all indexes at the start and names the first damaged one; we name each when we need it",
    suites: ["roots"],
    answer: withoutKmodsIndexMessage,
    ours: withoutOurIndexMessage,
  },
  {
    name: "text-indexes",
    reason:
      "the text forms serve where the binary indexes are missing or empty; for kmod 30 the binary ones are put there",
    suites: ["roots"],
    ask(asked) {
      const directory = textDirectory(asked);
      if (asked.root === undefined || directory === undefined) return undefined;
      const root = variantOf(asked.root, `text-indexes ${directory}`, (copy) =>
        giveBinaryIndexes(join(copy, directory)),
      );
      return { ...asked, root };
    },
  },
];
