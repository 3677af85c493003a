/** How kmod 30 words and places messages. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { answeredWith, type Difference } from "./support/difference.ts";

const LIBRARY_PREFIX = /^libkmod: ([A-Z]+) \.\.\/libkmod\/[\w-]+\.c:\d+ (\w+): /gm;
const TOOL_PREFIX = /^(modprobe: [A-Z]+: )\.\.\/libkmod\/[\w-]+\.c:\d+ \w+\(\) /gm;

const HOLDERS = /^(lsmod|kmod): ERROR: could not open '\/sys\/module\/([^']*)\/holders': No such file or directory\n/gm;

export const messageDifferences: readonly Difference[] = [
  {
    name: "library-message-prefix",
    reason: "kmod 30 names source file and line in the messages of its library; later versions name the function only",
    suites: ["configuration", "loaded", "roots"],
    answer: answeredWith(({ err }) => err.replaceAll(LIBRARY_PREFIX, "libkmod: $1: $2: ")),
  },
  {
    name: "tool-message-prefix",
    reason: "the same for messages that pass through the tool's own log, which no longer name the function either",
    suites: ["roots"],
    answer: answeredWith(({ err }) => err.replaceAll(TOOL_PREFIX, "$1")),
  },
  {
    name: "lsmod-messages",
    reason: "lsmod and kmod list have a log of their own since kmod 31; kmod 30 has the library's prefix, and `Error:`",
    suites: ["loaded", "roots"],
    answer: answeredWith(({ err }, { tool, args }) => {
      const isListing = tool === "lsmod" || (tool === "kmod" && args[0] === "list");
      if (!isListing) return err;
      return err
        .replaceAll(/^libkmod: ([A-Z]+): \w+: /gm, `${tool}: $1: `)
        .replaceAll(/^Error: /gm, `${tool}: ERROR: `);
    }),
  },
  {
    name: "malformed-proc-line",
    reason:
      "ours: one read of /proc/modules, so a line without a module is named by its number, not by what /sys lacks",
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
];
