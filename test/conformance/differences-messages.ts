/** How kmod 30 words and places messages. */

import { answeredWith, type Difference } from "./support/difference.ts";

const LIBRARY_PREFIX = /^libkmod: ([A-Z]+) \.\.\/libkmod\/[\w-]+\.c:\d+ (\w+): /gm;
const TOOL_PREFIX = /^(modprobe: [A-Z]+: )\.\.\/libkmod\/[\w-]+\.c:\d+ \w+\(\) /gm;

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
    suites: ["removal", "roots"],
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
];
