/** The views of `kmod-ts params`: plain, plain differences, a table, JSON. */

import { errnoText } from "../core/errno.ts";
import type { ParameterChange, ParameterFacts } from "../core/module/parameter-facts.ts";
import type { Agreement } from "../core/module/parameter-values.ts";
import type { Table } from "../core/platform.ts";
import type { Output, Request } from "./command.ts";
import { afterIndentation } from "./hanging.ts";
import { hasOption } from "./options.ts";
import { originText } from "./origin-text.ts";
import { chosenForm } from "./output-form.ts";
import type { ModuleParameters } from "./params-facts.ts";
import { paramsToJson } from "./params-json.ts";

export interface ParamsFacts {
  readonly directory: string;
  /** Whether the kernel tells what is loaded and with which values. */
  readonly running: boolean;
  readonly modules: readonly ModuleParameters[];
}

const PRESENCES: Readonly<Record<ModuleParameters["presence"], string>> = {
  loaded: "loaded",
  builtin: "built in",
  absent: "not loaded",
};

const CHANGES: Readonly<Record<ParameterChange, string>> = {
  write: "write it to change it",
  reload: "the module must be loaded again",
  restart: "it takes another start of the kernel",
};

const DIFFERENCES: Readonly<Record<Exclude<Agreement, "same">, string>> = {
  different: "differs",
  unclear: "may differ",
};

/** Where the module prints the value in a way of its own. */
const UNCLEAR = "perhaps the same in other words";

/** The facts in the form that the request asks for. */
export function viewParams(facts: ParamsFacts, request: Request): Output {
  const everywhere = hasOption(request, "changed");
  const onlyDifferent = everywhere || hasOption(request, "diff");
  const modules = facts.modules
    .map((module) => (onlyDifferent ? { ...module, parameters: module.parameters.filter(isDifferent) } : module))
    .filter(({ parameters }) => !everywhere || parameters.length > 0);
  switch (chosenForm(request, ["json", "table"])) {
    case "json":
      return { kind: "json", value: paramsToJson({ ...facts, modules }) };
    case "table":
      return { kind: "table", table: toTable(modules) };
    default:
      return {
        kind: "text",
        pieces: (onlyDifferent ? differenceLines : moduleLines)(modules, facts.running),
        hang: afterIndentation,
      };
  }
}

/** What is wanted and is not so, as far as anybody can tell. */
function isDifferent({ agreement, known, refused, settings }: ParameterFacts): boolean {
  return settings.length > 0 && (!known || refused !== undefined || (agreement !== undefined && agreement !== "same"));
}

function* moduleLines(modules: readonly ModuleParameters[], running: boolean): Iterable<string> {
  for (const module of modules) {
    yield `${module.module} (${presenceText(module, running)})\n`;
    yield* remarkLines(module);
    if (module.parameters.length === 0) yield `  no parameters${module.described ? "" : " known"}\n`;
    for (const parameter of module.parameters) yield* parameterLines(parameter, module, running);
  }
}

function presenceText({ presence }: ModuleParameters, running: boolean): string {
  return presence === "absent" && !running ? "nobody knows whether it is loaded" : PRESENCES[presence];
}

function* remarkLines({ command, ignored }: ModuleParameters): Iterable<string> {
  if (command !== undefined) {
    yield `  an install command takes its place, and gets the options: ${originText(command.origin)}\n`;
  }
  for (const { options, origin } of ignored) {
    yield `  without effect, because it is built in: options ${options.trim()} (${originText(origin)})\n`;
  }
}

function* parameterLines(parameter: ParameterFacts, module: ModuleParameters, running: boolean): Iterable<string> {
  const { name, type, description, settings } = parameter;
  yield `  ${name}${type === undefined ? "" : `: ${type}`}\n`;
  for (const line of description?.split("\n") ?? []) yield `    ${line.trim()}\n`;
  if (running && module.presence !== "absent" && parameter.known) yield `    live ${liveText(parameter)}\n`;
  const wanted = settings.at(-1);
  if (wanted === undefined) return;
  yield `    wanted ${valueText(wanted.value)} (${originText(wanted.origin)})${verdictText(parameter, module, "; ")}\n`;
  for (const { value, origin } of settings.slice(0, -1).toReversed()) {
    yield `      in place of ${valueText(value)} (${originText(origin)})\n`;
  }
}

function liveText({ live, change }: ParameterFacts): string {
  if (live === undefined) return "is not shown by the kernel";
  const value = live.value === undefined ? `cannot be read: ${errnoText(live.errno ?? "EIO")}` : valueText(live.value);
  return `${value}${change === "write" ? ", can be written" : ""}`;
}

/** A value within one line and with its ends to be seen. */
function valueText(value: string | undefined): string {
  if (value === undefined) return "without a value";
  return /^[!-~\x80-\xff]+$/.test(value) ? value : `"${value.replaceAll("\n", "\\n")}"`;
}

/** What is wrong with a wanted value; nothing where it is as wanted. */
function verdictText(parameter: ParameterFacts, module: ModuleParameters, lead: string): string {
  const difference = differenceText(parameter);
  const remarks = [difference, ...remarksOn(parameter, module)].filter((text) => text !== undefined);
  return remarks.length === 0 ? "" : `${lead}${remarks.join("; ")}`;
}

/** What else there is to say of a wanted value that is not the live one. */
function remarksOn(parameter: ParameterFacts, module: ModuleParameters): readonly string[] {
  const mistake = mistakeText(parameter, module);
  if (mistake !== undefined) return [mistake];
  const { agreement, change } = parameter;
  if (agreement === undefined || agreement === "same" || change === undefined) return [];
  return agreement === "unclear" ? [UNCLEAR, CHANGES[change]] : [CHANGES[change]];
}

/** Why the kernel would not take what is wanted. */
function mistakeText(
  { known, refused, settings, type, nearest }: ParameterFacts,
  { module }: ModuleParameters,
): string | undefined {
  if (!known) return `${module} has no such parameter${nearest === undefined ? "" : `; the nearest is '${nearest}'`}`;
  if (refused === undefined) return undefined;
  const what = refused === settings.at(-1) ? "" : `${valueText(refused.value)} (${originText(refused.origin)}) is `;
  return `${what}no value of type ${type}`;
}

function differenceText({ agreement }: ParameterFacts): string | undefined {
  return agreement === undefined || agreement === "same" ? undefined : DIFFERENCES[agreement];
}

/** One line each, that tells all. */
function* differenceLines(modules: readonly ModuleParameters[], running: boolean): Iterable<string> {
  for (const module of modules) {
    if (running && module.presence === "absent") yield `${module.module} is not loaded\n`;
    for (const parameter of module.parameters) {
      const wanted = parameter.settings.at(-1);
      const difference = differenceText(parameter);
      const origin = wanted === undefined ? "" : ` (${originText(wanted.origin)})`;
      const live = parameter.live?.value === undefined ? "" : `, the kernel has ${valueText(parameter.live.value)}`;
      const rest = remarksOn(parameter, module).map((text) => `; ${text}`);
      const name = `${module.module}.${parameter.name}${difference === undefined ? "" : ` ${difference}`}`;
      yield `${name}: wanted ${valueText(wanted?.value)}${origin}${live}${rest.join("")}\n`;
    }
  }
}

function toTable(modules: readonly ModuleParameters[]): Table {
  const rows = modules.flatMap((module) =>
    module.parameters.map((parameter) => {
      const { name, type = "", settings, live } = parameter;
      const wanted = settings.at(-1);
      const [value, origin] = wanted === undefined ? ["", ""] : [valueText(wanted.value), originText(wanted.origin)];
      const shown = live === undefined ? "" : liveText({ ...parameter, change: undefined });
      return [module.module, name, type, shown, value, origin, verdictText(parameter, module, "")];
    }),
  );
  return {
    columns: [
      { title: "Module", rank: 4 },
      { title: "Parameter", rank: 1 },
      { title: "Type", rank: 7 },
      { title: "Live", rank: 3 },
      { title: "Wanted", rank: 2 },
      { title: "From", rank: 6 },
      { title: "Remark", rank: 5, least: 12 },
    ],
    rows,
  };
}
