/**
 * kmod static-nodes: device nodes whose first use makes the kernel load a module, from modules.devname of the running
 * kernel. See kmod(8), modules.devname in depmod(8).
 */

import { fromByteString, toByteString } from "../core/bytes.ts";
import { errnoText } from "../core/errno.ts";
import { SystemError } from "../core/errors.ts";
import { type DeviceNode, parseDevname } from "../core/index/devname.ts";
import { makeParents } from "../core/make-parents.ts";
import type { FileSystem } from "../core/platform.ts";
import { replaceFile } from "../core/replace-file.ts";
import type { Command, Context, OptionSpec, Output, Reporter, Request } from "./command.ts";
import { helpOption, lastValue, outputOptions } from "./options.ts";
import { chosenForm } from "./output-form.ts";
import { renderOutput } from "./render-output.ts";
import {
  isNodeFormat,
  NODE_FORMATS,
  type NodeFormat,
  nodePieces,
  nodesToJson,
  nodesToTable,
} from "./static-nodes-formats.ts";

/** The nodes of a kernel; undefined where the output went into a file, or there is none. */
export type StaticNodesFacts = { readonly release: string; readonly nodes: readonly DeviceNode[] } | undefined;

const DEFAULT_FORMAT: NodeFormat = "human";

const options: readonly OptionSpec[] = [
  {
    long: "format",
    short: "f",
    argument: "FORMAT",
    values: Object.keys(NODE_FORMATS),
    text: "print the nodes in this format, see below",
    refuse: (value) =>
      isNodeFormat(value) ? undefined : { text: `Unknown format: '${value}'.`, plain: true, help: true },
  },
  { long: "output", short: "o", argument: "FILE", text: "write into FILE, make missing directories above it" },
  helpOption,
  ...outputOptions,
];

function gather(request: Request, context: Context): StaticNodesFacts {
  const { platform, report } = context;
  chosenForm(request, ["json", "table"]);
  const release = platform.kernel.release();
  const text = readDevname(platform.files, `/lib/modules/${release}/modules.devname`, report);
  if (text === undefined) return undefined;
  const facts = { release, nodes: nodesOf(text, report) };
  const path = lastValue(request, "output");
  if (path === undefined) return facts;
  const bytes = fromByteString(renderOutput(view(facts, request), platform));
  writeOutput(platform.files, path, bytes, report);
  return undefined;
}

/** A tree without the file has no such nodes, which is worth a word but no failure. */
function readDevname(files: FileSystem, path: string, report: Reporter): string | undefined {
  try {
    return toByteString(files.read(path));
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    if (error.errno === "ENOENT") {
      report.plain(`Warning: ${path} not found - ignoring`);
    } else {
      report.plain(`Error: could not open ${path} - ${errnoText(error.errno)}`);
      report.fail();
    }
    return undefined;
  }
}

/** The nodes in the file's order; lines that are none are reported and fail the run. */
function nodesOf(text: string, report: Reporter): readonly DeviceNode[] {
  const nodes: DeviceNode[] = [];
  for (const entry of parseDevname(text)) {
    if ("node" in entry) {
      nodes.push(entry.node);
    } else {
      report.plain(`Error: invalid devname entry: ${entry.badLine}`);
      report.fail();
    }
  }
  return nodes;
}

function writeOutput(files: FileSystem, path: string, bytes: Uint8Array, report: Reporter): void {
  let action = "create parent directory for";
  try {
    makeParents(files, path, 0o755);
    action = "create";
    replaceFile(files, path, bytes, 0o666);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    report.plain(`Error: could not ${action} ${path} - ${errnoText(error.errno)}`);
    report.fail();
  }
}

function view(facts: StaticNodesFacts, request: Request): Output {
  if (facts === undefined) return { kind: "text", pieces: [] };
  switch (chosenForm(request, ["json", "table"])) {
    case "json":
      return { kind: "json", value: nodesToJson(facts.release, facts.nodes) };
    case "table":
      return { kind: "table", table: nodesToTable(facts.nodes) };
    default: {
      const format = lastValue(request, "format");
      return { kind: "text", pieces: nodePieces(facts.nodes, isNodeFormat(format) ? format : DEFAULT_FORMAT) };
    }
  }
}

export const staticNodes: Command<StaticNodesFacts> = {
  name: "static-nodes",
  summary: "print the device nodes that load a module when they are used",
  operands: "",
  options,
  notes: `Formats:\n${Object.entries(NODE_FORMATS)
    .map(([name, text]) => `  ${name.padEnd(12)} ${text}`)
    .join("\n")}`,
  gather,
  view,
};
