/**
 * `kmod-ts params`: the parameters of modules: what they are, what the configuration asks for and where, and what the kernel has. modinfo
 * knows only the first, `modprobe -c` the second.
 */

import { UsageError } from "../core/errors.ts";
import type { KnownModule, ModuleDatabase } from "../core/module/database.ts";
import type { Command, Context, OptionSpec, Request } from "./command.ts";
import { openAnswerableDatabase } from "./configured-database.ts";
import { remarkOnDirectory } from "./directory-remarks.ts";
import { moduleFile } from "./file-operands.ts";
import { isPath } from "./modprobe-run.ts";
import { hasOption, helpOption, outputOptions } from "./options.ts";
import { gatherParameters, type ModuleParameters, presenceOf } from "./params-facts.ts";
import { type ParamsFacts, viewParams } from "./params-view.ts";
import { systemOf, systemOptions } from "./system.ts";
import { reportUnindexedModule } from "./unknown-module.ts";

const options: readonly OptionSpec[] = [
  { long: "diff", text: "only parameters that are not what the configuration asks for" },
  { long: "changed", text: "the same for all modules that are loaded or built in" },
  ...outputOptions.map(({ long, text }) => ({ long, text })),
  ...systemOptions,
  helpOption,
];

const notes = `Wanted is what 'options' lines of modprobe.d and the kernel command line ask for; the last one counts. What was given on
the command line of modprobe or insmod is written nowhere: it shows as a difference. For modules that are built in, only the
kernel command line counts. Live values are always those of the kernel that runs. FILE begins with / or ./.
`;

function gather(request: Request, outer: Context): ParamsFacts {
  const changed = hasOption(request, "changed");
  if (changed && request.operands.length > 0) throw new UsageError("--changed takes no module names, --diff does");
  if (!changed && request.operands.length === 0) throw new UsageError("name at least one module");
  const context = systemOf(request, outer);
  const database = openAnswerableDatabase(request, context);
  remarkOnDirectory(database.directory, context);
  const running = context.platform.files.exists("/sys/module");
  if (!running) remarkOnLiveValues(request, context);
  const modules = changed
    ? [...configuredModules(database, context)]
    : request.operands.flatMap((operand) => [...named(operand, database, context, outer)]);
  return { directory: database.directory, running, modules };
}

/** What is wanted can be told all the same; that nothing differs cannot. */
function remarkOnLiveValues(request: Request, { report }: Context): void {
  const unknown = "nothing is known of live values, because there is no /sys/module";
  if (hasOption(request, "changed")) {
    report.message("ERROR", `${unknown}; 'kmod-ts params NAME' shows what is wanted`);
    report.fail();
  } else if (hasOption(request, "diff")) {
    report.message("WARNING", unknown);
  }
}

/** The modules in the kernel that the configuration has options for: no others can differ from it. */
function* configuredModules(database: ModuleDatabase, context: Context): Iterable<ModuleParameters> {
  for (const name of new Set(database.configuration.options.map(({ module }) => module))) {
    const module = database.moduleNamed(name);
    if (presenceOf(module, database, context) === "absent") continue;
    const facts = gatherParameters(module, database, context);
    if (facts !== undefined) yield facts;
  }
}

/** A path is one of this machine, so that `outer` opens it. */
function* named(
  operand: string,
  database: ModuleDatabase,
  context: Context,
  outer: Context,
): Iterable<ModuleParameters> {
  if (isPath(operand)) {
    const module = database.fromPath(moduleFile(outer.platform, operand));
    const facts = gatherParameters(module, database, context, outer.platform);
    if (facts !== undefined) yield facts;
    return;
  }
  const found = find(operand, database, context);
  const known = found.flatMap((module) => gatherParameters(module, database, context) ?? []);
  if (known.length === 0) reportUnindexedModule(operand, found, database, context);
  yield* known;
}

/** Code that is in no index has perhaps parameters in the kernel: `printk`; so has a loaded module whose name an alias gives to others. */
function find(operand: string, database: ModuleDatabase, context: Context): readonly KnownModule[] {
  const found = database.lookUp(operand) ?? [];
  const name = operand.replaceAll("-", "_");
  if (found.some((module) => module.name === name)) return found;
  const module = database.moduleNamed(name);
  const presence = presenceOf(module, database, context);
  const counts = presence === "loaded" || (presence === "builtin" && found.length === 0);
  return counts ? [module, ...found] : found;
}

export const params: Command<ParamsFacts> = {
  name: "params",
  summary: "show parameters of modules: wanted and live values",
  operands: "MODULE|FILE|ALIAS...",
  options,
  notes,
  gather,
  view: viewParams,
};
