/** `kmod-ts status`: where modules stand, one line each and an exit status, for scripts and provisioning tools. */

import { decodeUtf8 } from "../core/bytes.ts";
import { UsageError } from "../core/errors.ts";
import { reasonsOfAbsence } from "../core/explanation/absence.ts";
import type { KnownModule } from "../core/module/database.ts";
import type { Hindrance } from "../core/module/hindrances.ts";
import { type Standing, standingOfLoaded } from "../core/module/standing.ts";
import { moduleNameOfPath, normaliseAlias } from "../core/names.ts";
import type { Command, Context, JsonValue, OptionSpec, Output, Request } from "./command.ts";
import { remarkOnDirectory } from "./directory-remarks.ts";
import { refuseNoNames } from "./file-operands.ts";
import { afterIndentation } from "./hanging.ts";
import { hindranceJson, hindranceText } from "./hindrance-text.ts";
import { ModuleSystem } from "./module-system.ts";
import { hasOption, helpOption, jsonOption, quietOption, verboseOption } from "./options.ts";
import { systemOf, systemOptions } from "./system.ts";
import { searchTree } from "./tree-search.ts";

const options: readonly OptionSpec[] = [
  quietOption,
  verboseOption,
  { long: "json", text: jsonOption.text },
  ...systemOptions,
  helpOption,
];

const notes = `States:
  loaded     in the kernel
  loading    on its way into the kernel, or out of it (unloading)
  builtin    part of the kernel image
  available  not loaded; there is a file, and nothing speaks against loading it
  blocked    there is a file, but a blacklist, an idle install command or the kernel command line keeps it out
  missing    no index has that name or alias (with -v: whether there is a file that depmod has not indexed)

Exit status:
  0  every NAME is loaded or built in
  3  not every one, but all others are available, loading or unloading
  4  at least one is blocked or missing
  1  something could not be found out, or the command line is wrong

An alias counts by the best of the modules that it stands for, which are all shown. In an image of a system nothing counts as
loaded, because nobody knows what is.
`;

/** Exit statuses by state; those of systemctl is-active and of the LSB's init scripts: running, not running, unknown. */
const STATUSES: Readonly<Record<Standing, number>> = {
  loaded: 0,
  builtin: 0,
  available: 3,
  loading: 3,
  unloading: 3,
  blocked: 4,
  missing: 4,
};

interface ModuleStatus {
  /** The operand. */
  readonly request: string;
  /** The module that it stands for; the operand itself where it stands for none. */
  readonly module: string;
  readonly state: Standing;
  readonly hindrances: readonly Hindrance[];
  /** Where it is missing: what was looked for. */
  readonly absent?: KnownModule;
}

interface StatusFacts {
  readonly directory: string;
  /** Whether it is known what is loaded. */
  readonly running: boolean;
  readonly modules: readonly ModuleStatus[];
}

function gather(request: Request, outer: Context): StatusFacts {
  if (request.operands.length === 0) throw new UsageError("name at least one module");
  refuseNoNames(request.operands);
  const context = systemOf(request, outer);
  const system = new ModuleSystem(request, context);
  const isBrief = !hasOption(request, "verbose") && !hasOption(request, "json");
  const modules = request.operands.flatMap((operand) => {
    const found = loadedByName(system, operand, isBrief) ?? resolve(system, operand);
    context.report.answer(Math.min(...found.map(({ state }) => STATUSES[state])));
    return found;
  });
  // What is loaded needs no directory, and is answered without a look at it.
  if (!isBrief || modules.some(({ state }) => state === "missing")) remarkOnDirectory(system.directory, context);
  const running = system.loaded !== undefined;
  return { directory: system.directory, running, modules: isBrief ? modules : withReasons(modules, system, context) };
}

/**
 * A loaded module of exactly that name, whatever an alias makes of the word. Without its hindrances /proc/modules alone says it: provisioning
 * tools ask often, and mostly of what is there.
 */
function loadedByName(system: ModuleSystem, operand: string, isBrief: boolean): readonly ModuleStatus[] | undefined {
  const name = operand.replaceAll("-", "_");
  const loaded = system.loaded?.get(name);
  if (loaded === undefined) return undefined;
  const hindrances = isBrief ? [] : system.standing(system.database.moduleNamed(name)).hindrances;
  return [{ request: operand, module: name, state: standingOfLoaded(loaded), hindrances }];
}

function resolve(system: ModuleSystem, operand: string): readonly ModuleStatus[] {
  const found = system.database.lookUp(operand) ?? [];
  if (found.length > 0) {
    const names = new Map(found.map((module) => [module.name, module]));
    return Array.from(names, ([name, module]): ModuleStatus => {
      const { standing, hindrances } = system.standing(module);
      const absent = standing === "missing" ? { absent: module } : {};
      return { request: operand, module: name, state: standing, hindrances, ...absent };
    });
  }
  // It may have been loaded from a file that no index has.
  const name = normaliseAlias(operand) ?? operand;
  const unknown = { request: operand, module: name, hindrances: [] };
  const loaded = system.loaded?.get(moduleNameOfPath(operand));
  if (loaded !== undefined) return [{ ...unknown, state: standingOfLoaded(loaded) }];
  return [{ ...unknown, state: "missing", absent: system.database.moduleNamed(name) }];
}

/** Adds to what is missing why: nobody looks into the tree for anything else. */
function withReasons(
  modules: readonly ModuleStatus[],
  { database, directory }: ModuleSystem,
  context: Context,
): readonly ModuleStatus[] {
  const names = new Set(modules.flatMap(({ absent }) => absent?.name ?? []));
  const copies = searchTree(names, directory, context);
  return modules.map((each) => {
    if (each.absent === undefined) return each;
    const { files } = context.platform;
    const reasons = reasonsOfAbsence(files, database, each.absent, copies.get(each.absent.name));
    return { ...each, hindrances: [...each.hindrances, ...reasons] };
  });
}

function view(facts: StatusFacts, request: Request): Output {
  if (hasOption(request, "quiet")) return { kind: "text", pieces: [] };
  if (hasOption(request, "json")) return { kind: "json", value: toJson(facts) };
  const isVerbose = hasOption(request, "verbose");
  const pieces = facts.modules.flatMap((each) => [line(each), ...(isVerbose ? reasons(each) : [])]);
  return { kind: "text", pieces, hang: afterIndentation };
}

/** The module's name stands behind the state where it is another word than the operand. */
function line({ request, module, state }: ModuleStatus): string {
  const target = request.replaceAll("-", "_") === module || state === "missing" ? "" : ` ${module}`;
  return `${request} ${state}${target}\n`;
}

function reasons({ module, hindrances }: ModuleStatus): readonly string[] {
  return hindrances.map((each) => `  ${hindranceText(each, module)}\n`);
}

function toJson({ directory, running, modules }: StatusFacts): JsonValue {
  return {
    schemaVersion: 1,
    directory: decodeUtf8(directory),
    running,
    modules: modules.map(({ request, module, state, hindrances }) => ({
      request: decodeUtf8(request),
      module: decodeUtf8(module),
      state,
      hindrances: hindrances.map(hindranceJson),
    })),
  };
}

export const status: Command<StatusFacts> = {
  name: "status",
  summary: "say where modules stand, with an exit status for scripts",
  operands: "NAME...",
  options,
  notes,
  gather,
  view,
};
