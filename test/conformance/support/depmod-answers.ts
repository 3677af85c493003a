/** depmod of kmod 30 and ours in one folder: messages, status and files, with what is newer or different on purpose made alike. */

import type { Case, Outcome } from "./case.ts";
import { type IndexSet, takeIndexes } from "./index-set.ts";
import { runKmod } from "./kmod.ts";
import { runOurs } from "./ours.ts";

/** What is newer than kmod 30 or different on purpose, made alike; docs/compatibility.md argues for what is ours. */
interface Rule {
  readonly reason: string;
  readonly stream: "out" | "err";
  readonly from: RegExp;
  readonly to: string;
}

const KMODS: readonly Rule[] = [
  { reason: "a descriptor's number", stream: "err", from: /fstatat\(\d+, /g, to: "fstatat(DIRECTORY, " },
  { reason: "an errno of long ago", stream: "err", from: /(Invalid symbol version \S+): .*/g, to: "$1" },
  { reason: "places in kmod's sources, until kmod 30", stream: "err", from: /\S*libkmod\S+:\d+ \w+\(\) /g, to: "" },
];

const OURS: readonly Rule[] = [
  { reason: "the directory itself", stream: "err", from: /fstatat\(\/[^,]*, /g, to: "fstatat(DIRECTORY, " },
  { reason: "written since kmod 33", stream: "out", from: /^# Weak .*\n(?:weakdep .*\n)*/gm, to: "" },
];

function edited(outcome: Outcome, rules: readonly Rule[]): Outcome {
  const edit = (stream: "out" | "err"): string =>
    rules.reduce((text, rule) => (rule.stream === stream ? text.replace(rule.from, rule.to) : text), outcome[stream]);
  return { status: outcome.status, out: edit("out"), err: edit("err") };
}

/** kmod goes on to status 0 where a module could not be read; for us that is a failure. */
function strictly(outcome: Outcome): Outcome {
  return outcome.err.includes("ERROR: failed to load symbols from ") ? { ...outcome, status: 1 } : outcome;
}

export interface DepmodAnswers {
  readonly kmod: Outcome;
  readonly ours: Outcome;
  readonly kmodFiles: IndexSet;
  readonly ourFiles: IndexSet;
}

/** The same question to both, in the same folder, so that paths and the order of directories are the same. */
export function depmodAnswers(asked: Case, directory: string): DepmodAnswers {
  const [kmod] = runKmod([asked]) as [Outcome];
  const kmodFiles = takeIndexes(directory);
  const ours = runOurs(asked);
  return {
    kmod: strictly(edited(kmod, KMODS)),
    ours: edited(ours, OURS),
    kmodFiles,
    ourFiles: takeIndexes(directory),
  };
}
