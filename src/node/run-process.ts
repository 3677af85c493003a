/** Runs a program in this process: the only place that touches the process's exit status. */

import { basename } from "node:path";
import type { Program } from "../cli/run-tools.ts";
import { CLOSED_PIPE } from "../cli/session.ts";
import { nodePlatform } from "./platform.ts";
import { byteArguments } from "./raw-strings.ts";

/**
 * Node ignores SIGPIPE. Listening once and stopping gives the signal its default effect back, so that the parent sees
 * what it would see of any other tool. Where that does not end the process, the exit status says the same.
 */
function endBySigpipe(): void {
  const listener = (): void => {};
  process.on("SIGPIPE", listener);
  process.off("SIGPIPE", listener);
  process.kill(process.pid, "SIGPIPE");
}

/** The name of the link or file that a multicall entry file was started by, which Node leaves unresolved. */
function startedAs(): string {
  return basename(process.argv[1] ?? "", ".js");
}

/** What a bundle exports: a tool's name, and whether the name of the link that was followed selects the tool instead. */
export type Main = (tool: string, multicall?: boolean) => void;

/**
 * A `main` that runs `program` on this process's arguments. Under a name that no tool has, the program fails without a
 * word, as kmod does. Sets the exit status and returns: everything has been written.
 */
export function mainOf(program: Program): Main {
  return (tool, multicall = false) => {
    const name = (multicall && startedAs()) || tool;
    const status = program([name, ...byteArguments(process.argv.slice(2))], nodePlatform());
    if (status === CLOSED_PIPE) endBySigpipe();
    process.exitCode = status;
  };
}
