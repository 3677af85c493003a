/** Our program: the Node edition in this process, the whole of it through `run` with captured output; or the static executable. */

import { run } from "../../../src/cli/run.ts";
import { SystemError } from "../../../src/core/errors.ts";
import type { OutputStream, Platform } from "../../../src/core/platform.ts";
import { nodePlatform } from "../../../src/node/platform.ts";
import { edition } from "../../support/edition.ts";
import type { Case, Outcome } from "./case.ts";
import { TOOL_PATHS } from "./kmod.ts";
import { rootedFiles } from "./rooted-files.ts";
import { runExecutable } from "./static-runs.ts";

type Where = Pick<Case, "root" | "environment">;

/** What one run prints and returns. */
export function runOurs(asked: Case): Outcome {
  return runAllOurs([asked])[0] as Outcome;
}

/** The same of many, in order. */
export function runAllOurs(cases: readonly Case[]): readonly Outcome[] {
  if (edition === "static") return runExecutable(cases);
  return cases.map((asked) => runWords([TOOL_PATHS[asked.tool], ...asked.args], asked));
}

/**
 * The Node edition with any command line, the program's name first. An exception that leaves it becomes status -1 with the trace
 * as its message.
 */
export function runWords(argv: readonly string[], where: Where): Outcome {
  const written: Record<OutputStream, string[]> = { out: [], err: [] };
  const platform = capturing(where, (stream, text) => written[stream].push(text));
  const status = runOrTrace(argv, platform, written.err);
  return { out: written.out.join(""), err: written.err.join(""), status };
}

function runOrTrace(argv: readonly string[], platform: Platform, trace: string[]): number {
  try {
    return run(argv, platform);
  } catch (error) {
    trace.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return -1;
  }
}

/** Nothing that is asked here may reach the kernel of the machine that asks. */
function refused(operation: string): never {
  throw new SystemError(operation, "", "EPERM");
}

const node: Platform = nodePlatform();
const base: Platform = {
  ...node,
  kernel: {
    release: node.kernel.release,
    insertFile: () => refused("finit_module"),
    insertImage: () => refused("init_module"),
    removeModule: () => refused("delete_module"),
    watchLog: (use) => use(() => []),
  },
};

function capturing(asked: Where, write: (stream: OutputStream, text: string) => void): Platform {
  const host: Platform["host"] = Object.assign(Object.create(base.host) as Platform["host"], {
    write,
    isTerminal: () => false,
    terminalWidth: () => undefined,
    environment: (name: string) => asked.environment?.[name],
    workingDirectory: () => (asked.root === undefined ? base.host.workingDirectory() : "/"),
  });
  const files = asked.root === undefined ? base.files : rootedFiles(base.files, asked.root);
  return { ...base, files, host };
}
