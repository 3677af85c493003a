/** What modprobe of kmod 30 cannot be asked in the same words, and the old words that today's kmod warns of. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Case } from "./support/case.ts";
import { answeredWith, type Difference, isModprobe } from "./support/difference.ts";

const DEPRECATED: readonly (readonly [string, string])[] = [
  ["--show", "--dry-run"],
  ["--showconfig", "--show-config"],
  ["--dump-modversions", "--show-modversions"],
  ["--resolve-alias", "--show-alias"],
  ["--remove-dependencies", "--remove-holders"],
];

/** Paths of the modules that the arguments after the options name, by the tree's own index. */
function pathOfModule(asked: Case): string | undefined {
  const [root, release, name] = ["-d", "-S", ""].map((option) =>
    option === "" ? asked.args.at(-1) : asked.args[asked.args.indexOf(option) + 1],
  );
  const directory = `${asked.root ?? ""}${asked.args.includes("-d") ? root : ""}/lib/modules/${release}`;
  const index = readFileSync(join(directory, "modules.dep"), "latin1");
  const wanted = name?.replaceAll("-", "_");
  const line = index.split("\n").find((text) => {
    const path = text.slice(0, text.indexOf(":"));
    return (
      path
        .slice(path.lastIndexOf("/") + 1)
        .replace(/\.ko.*$/, "")
        .replaceAll("-", "_") === wanted
    );
  });
  return line === undefined ? undefined : join(directory, line.slice(0, line.indexOf(":")));
}

export const optionDifferences: readonly Difference[] = [
  {
    name: "dry-run-shows",
    reason: "-n alone prints what would be done since kmod 31; kmod 30 is asked with -v",
    suites: ["depends", "configuration", "removal", "roots"],
    ask(asked) {
      const dry = asked.args.includes("-n") && !asked.args.some((word) => word === "-v" || word === "-D");
      return isModprobe(asked) && dry ? { ...asked, args: ["-v", ...asked.args] } : undefined;
    },
  },
  {
    name: "quiet-dry-run-shows",
    reason: "-n prints what would be done whatever -q says since kmod 31; kmod 30 cannot be made to without messages",
    suites: ["removal"],
    ours(outcome, { args }) {
      return outcome.out !== "" && args.includes("-n") && args.includes("-q") ? { ...outcome, out: "" } : undefined;
    },
  },
  {
    name: "versions-by-name",
    reason: "--show-modversions and --show-exports take a name since kmod 31; kmod 30 gets the file's path",
    suites: ["depends"],
    ask(asked) {
      if (!asked.args.some((word) => word === "--show-modversions" || word === "--show-exports")) return undefined;
      const path = pathOfModule(asked);
      return path === undefined ? undefined : { ...asked, args: [...asked.args.slice(0, -1), path] };
    },
    answer: answeredWith(({ err }, asked) =>
      err.replace(
        /^(modprobe: FATAL: could not get \w+ of )\/[^:]*: /,
        `$1${asked.args.at(-1)?.replaceAll("-", "_")}: `,
      ),
    ),
  },
  {
    name: "no-version-section",
    reason: "a section that is not there is `No data available` since kmod 31, `No such file or directory` in kmod 30",
    suites: ["depends"],
    answer: answeredWith(({ err }) =>
      err.replace(/^(modprobe: FATAL: could not get \w+ of \w+: )No such file or directory$/m, "$1No data available"),
    ),
  },
  {
    name: "show-alias-option",
    reason: "--show-alias is the name of -R since kmod 31",
    suites: ["configuration"],
    ask(asked) {
      if (!asked.args.includes("--show-alias")) return undefined;
      return { ...asked, args: asked.args.map((word) => (word === "--show-alias" ? "-R" : word)) };
    },
  },
  {
    name: "deprecated-options",
    reason: "old names of options are still taken and warned of since kmod 31",
    suites: ["configuration"],
    answer: answeredWith((outcome, asked) => {
      const used = isModprobe(asked) ? asked.args.flatMap((word) => DEPRECATED.filter(([old]) => old === word)) : [];
      const warnings = used.map(
        ([old, name]) => `modprobe: WARNING: ${old} is deprecated and scheduled for removal; use ${name}\n`,
      );
      return warnings.join("") + outcome.err;
    }),
  },
];
