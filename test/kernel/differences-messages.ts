/** How kmod 30 words and places messages, and what it does not say. */

import { type KernelDifference, messages } from "./support/difference.ts";

export const messageDifferences: readonly KernelDifference[] = [
  {
    name: "message-prefix",
    reason: "kmod 30 names source file, line and function in the messages of its library",
    answer: messages((err) =>
      err
        .replaceAll(/^(\w+: [A-Z]+: )\.\.\/libkmod\/[\w-]+\.c:\d+ \w+\(\) /gm, "$1")
        .replaceAll(/^libkmod: ([A-Z]+) \.\.\/libkmod\/[\w-]+\.c:\d+ (\w+): /gm, "libkmod: $1: $2: "),
    ),
  },
  {
    name: "deprecated-option",
    reason: "--remove-dependencies is still taken and warned of since kmod 31",
    answer: messages((err, { run }) => {
      const warning = "--remove-dependencies is deprecated and scheduled for removal; use --remove-holders";
      return run.includes("--remove-dependencies") ? `modprobe: WARNING: ${warning}\n${err}` : err;
    }),
  },
  {
    name: "waited-in-vain",
    reason: "modprobe -r -w that runs out of time says so and fails; kmod 30 ends with 0",
    answer(outcome, { run }) {
      const [, name = ""] = /^modprobe .*-r .*(?:-w|--wait) [1-9]\d* (\w+)$/.exec(run) ?? [];
      const isStillThere = name !== "" && new RegExp(`^${name} \\d+ [1-9]`, "m").test(outcome.state);
      if (outcome.status !== 0 || !isStillThere) return undefined;
      const message = `modprobe: ERROR: could not remove '${name}': Resource temporarily unavailable\n`;
      return { ...outcome, status: 1, err: run.includes("-q") ? "" : message };
    },
  },
  {
    name: "rmmod-empty-name",
    reason: "the empty name is not loaded; kmod takes /sys/module itself for its directory (docs/compatibility.md)",
    answer: messages((err, { run }) =>
      run.startsWith("rmmod '' ")
        ? err.replace(
            "rmmod: ERROR: could not open '/sys/module//holders': No such file or directory\nrmmod: ERROR: Module unloading is not supported\n",
            "rmmod: ERROR: Module  is not currently loaded\n",
          )
        : err,
    ),
  },
];
