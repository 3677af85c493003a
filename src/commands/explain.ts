/**
 * `kmod-ts explain`: why a module is loaded or not, by which ways it would be, what stops each of them, which file and which options count, and
 * where all of that is written.
 */

import { UsageError } from "../core/errors.ts";
import type { Command, Context, OptionSpec, Output, Request } from "./command.ts";
import { type ExplainFacts, explainAll } from "./explain-facts.ts";
import { explainToJson } from "./explain-json.ts";
import { explainHang, explainPieces } from "./explain-view.ts";
import { refuseNoNames } from "./file-operands.ts";
import { ModuleSystem } from "./module-system.ts";
import { hasOption, helpOption, jsonOption } from "./options.ts";
import { systemOf, systemOptions } from "./system.ts";

const options: readonly OptionSpec[] = [{ long: "json", text: jsonOption.text }, ...systemOptions, helpOption];

const notes = `An operand is the name of a module or an alias, a modalias, or a device: its name (eth0, vda, 0000:00:1f.2), its node
below /dev or its directory below /sys. Of a module and a device with the same name it is the module. The path of a module
file is none of these.

Exit status:
  0  every operand stands for a module that exists, or for a device with a driver that is part of the kernel
  4  at least one does not
  1  something could not be found out, or the command line is wrong
`;

function gather(request: Request, outer: Context): ExplainFacts {
  if (request.operands.length === 0) throw new UsageError("name a module, an alias or a device");
  refuseNoNames(request.operands);
  const context = systemOf(request, outer);
  return explainAll(request.operands, new ModuleSystem(request, context), context);
}

function view(facts: ExplainFacts, request: Request): Output {
  if (hasOption(request, "json")) return { kind: "json", value: explainToJson(facts) };
  return { kind: "text", pieces: explainPieces(facts), hang: explainHang };
}

export const explain: Command<ExplainFacts> = {
  name: "explain",
  summary: "tell why a module is loaded or not, and what would load it",
  operands: "NAME|ALIAS|DEVICE...",
  options,
  notes,
  gather,
  view,
};
