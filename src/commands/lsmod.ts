/** lsmod: the modules that the kernel has loaded, newest first. See lsmod(8). `kmod list` is the same command. */

import { errnoText } from "../core/errno.ts";
import { SystemError, UsageError } from "../core/errors.ts";
import {
  type LoadedModule,
  type ModuleLine,
  modulesOf,
  PROC_MODULES,
  readProcModules,
} from "../core/state/proc-modules.ts";
import type { Command, Context, OptionSpec, Output, Request } from "./command.ts";
import { afterIndentation } from "./hanging.ts";
import { GRAPH_FORMATS, graphOutput, isGraphFormat } from "./lsmod-graph.ts";
import { modulesToJson, modulesToTable } from "./lsmod-records.ts";
import { isSortKey, SORT_KEYS, sortModules } from "./lsmod-sort.ts";
import { treeLines } from "./lsmod-tree.ts";
import { lastValue, outputOptions, standardOptions } from "./options.ts";
import { chosenForm } from "./output-form.ts";
import { applyVerbosity, verbosityOptions } from "./verbosity.ts";

/** The lines of /proc/modules; undefined where there are none to be had, which has been reported. */
export type LsmodFacts = readonly ModuleLine[] | undefined;

const FORMS = ["json", "table", "tree", "graph"] as const;
const HEADER = "Module                  Size  Used by\n";

/** What kmod shows for a number that it does not know. */
const UNKNOWN = -2;

const options: readonly OptionSpec[] = [
  ...verbosityOptions,
  ...standardOptions,
  ...outputOptions,
  { long: "tree", text: "print a tree: below each module what it uses", extra: true },
  {
    long: "sort",
    argument: "KEY",
    values: SORT_KEYS,
    text: `order by KEY: ${SORT_KEYS.join(", ")}`,
    extra: true,
    refuse: (value) =>
      isSortKey(value) ? undefined : { text: `invalid sort key '${value}', expected one of ${SORT_KEYS.join(", ")}` },
  },
  {
    long: "graph",
    argument: "FORMAT",
    values: GRAPH_FORMATS,
    text: `draw who uses whom, as ${GRAPH_FORMATS.join(", ")}`,
    more: "Pictures (svg) are drawn by the Node edition only.",
    extra: true,
    refuse: (value) =>
      isGraphFormat(value)
        ? undefined
        : { text: `invalid graph format '${value}', expected one of ${GRAPH_FORMATS.join(", ")}` },
  },
];

function gather(request: Request, context: Context): LsmodFacts {
  const { platform, report } = context;
  applyVerbosity(request, context);
  if (request.operands.length > 0) throw new UsageError("too many arguments provided.");
  chosenForm(request, FORMS);
  try {
    const lines = readProcModules(platform);
    for (const line of lines) {
      if ("badLine" in line) report.message("ERROR", `invalid line format at ${PROC_MODULES}:${line.badLine}`);
    }
    return lines;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    report.message("ERROR", `could not open ${PROC_MODULES}: ${errnoText(error.errno)}`);
    report.message("ERROR", `could not get list of modules: ${errnoText(error.errno)}`);
    report.fail();
    return undefined;
  }
}

function view(facts: LsmodFacts, request: Request): Output {
  if (facts === undefined) return { kind: "text", pieces: [] };
  const key = lastValue(request, "sort");
  const lines = isSortKey(key) ? sortModules(modulesOf(facts), key).map((module) => ({ module })) : facts;
  const modules = modulesOf(lines);
  switch (chosenForm(request, FORMS)) {
    case "json":
      return { kind: "json", value: modulesToJson(modules) };
    case "table":
      return { kind: "table", table: modulesToTable(modules) };
    case "tree":
      return { kind: "text", pieces: treeLines(modules), hang: afterIndentation };
    case "graph":
      return graphOutput(modules, lastValue(request, "graph"));
    default:
      return { kind: "text", pieces: plainLines(lines) };
  }
}

/** kmod's bytes. A line that is no module has its name and no numbers; an empty one is left out. */
function* plainLines(lines: readonly ModuleLine[]): Iterable<string> {
  yield HEADER;
  for (const line of lines) {
    if ("module" in line) yield plainLine(line.module);
    else if (line.name !== "") yield `${columns(line.name, UNKNOWN, UNKNOWN)}\n`;
  }
}

function plainLine(module: LoadedModule): string {
  const users = module.usedBy.length === 0 ? "" : ` ${module.usedBy.join(",")}`;
  return `${columns(module.name, module.size, module.references ?? UNKNOWN)}${users}\n`;
}

function columns(name: string, size: number, references: number): string {
  return `${name.padEnd(19)} ${String(size).padStart(8)}  ${references}`;
}

export const lsmod: Command<LsmodFacts> = {
  name: "lsmod",
  summary: "list the modules that the kernel has loaded",
  operands: "",
  options,
  gather,
  view,
};
