/** What `kmod-ts params` finds out of one module. */

import type { ModuleCommand, ModuleOptions } from "../core/config/configuration.ts";
import { installCommandFor, optionsFor } from "../core/config/matching.ts";
import { readElf } from "../core/elf/file.ts";
import { withModuleImage } from "../core/elf/module-file.ts";
import { KmodError } from "../core/errors.ts";
import type { KnownModule, ModuleDatabase } from "../core/module/database.ts";
import { type FileParameters, readFileParameters } from "../core/module/file-parameters.ts";
import { combineParameters, type ParameterFacts, type ParameterSources } from "../core/module/parameter-facts.ts";
import { mergeParameters } from "../core/module/parameters.ts";
import { settingsOf } from "../core/module/wanted-parameters.ts";
import type { Platform } from "../core/platform.ts";
import { readInitState, readParameters } from "../core/state/sys-module.ts";
import type { Context } from "./command.ts";
import { unreadableReason } from "./reading-failure.ts";

/** A module with its parameters. Names, paths and values are byte strings. */
export interface ModuleParameters {
  readonly module: string;
  readonly presence: ParameterSources["presence"];
  /** Absolute path of its file; undefined without one. */
  readonly path: string | undefined;
  /** False where the module's own words cannot be had, so that nobody knows which parameters it has. */
  readonly described: boolean;
  /** What runs in place of inserting it: the options go there. */
  readonly command: ModuleCommand | undefined;
  /** Lines of files, which nobody reads for a module that is built in. */
  readonly ignored: readonly ModuleOptions[];
  readonly parameters: readonly ParameterFacts[];
}

/**
 * Undefined where nothing is behind the name: neither a file nor anything in the kernel. `holder` opens the module's file. Throws what
 * reading /sys/module throws.
 */
export function gatherParameters(
  module: KnownModule,
  database: ModuleDatabase,
  context: Context,
  holder: Platform = context.platform,
): ModuleParameters | undefined {
  const { name, alias, path } = module;
  const { files } = context.platform;
  const { configuration } = database;
  const presence = presenceOf(module, database, context);
  if (presence === "absent" && path === undefined) return undefined;
  const builtin = presence === "builtin";
  const lines = optionsFor(configuration, name, alias);
  const declared = declaredBy(module, presence, database, { platform: holder, report: context.report });
  return {
    module: name,
    presence,
    path: builtin ? undefined : path,
    described: declared !== undefined,
    command: builtin ? undefined : installCommandFor(configuration, name),
    ignored: builtin ? lines.filter(({ origin }) => origin.kind === "file") : [],
    parameters: combineParameters({
      declared: declared?.parameters,
      complete: declared?.complete === true,
      live: presence === "absent" ? [] : readParameters(files, name),
      settings: settingsOf(builtin ? lines.filter(({ origin }) => origin.kind === "command-line") : lines),
      presence,
    }),
  };
}

/** Code of the kernel's image has a directory too, without a state, where it has parameters. */
export function presenceOf(
  { name, path }: KnownModule,
  database: ModuleDatabase,
  { platform }: Context,
): ParameterSources["presence"] {
  if (database.isBuiltin(name)) return "builtin";
  const state = readInitState(platform.files, name);
  if (state === undefined) return "absent";
  return state === "coming" && path === undefined ? "builtin" : "loaded";
}

/** What cannot be read is reported; the rest of the facts are worth having without it. */
function declaredBy(
  { name, path }: KnownModule,
  presence: ParameterSources["presence"],
  { index }: ModuleDatabase,
  { platform, report }: Context,
): FileParameters | undefined {
  try {
    if (presence !== "builtin" && path === undefined) return undefined;
    if (presence !== "builtin" && path !== undefined) {
      return withModuleImage(platform, path, (image) => readFileParameters(readElf(image)));
    }
    const entries = index.builtinModinfo(name);
    return entries && { parameters: mergeParameters(entries).parameters, complete: true };
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    const where = presence === "builtin" ? `built-in module '${name}'` : `'${path}'`;
    report.message("ERROR", `could not read which parameters ${where} has: ${unreadableReason(error)}`);
    report.fail();
    return undefined;
  }
}
