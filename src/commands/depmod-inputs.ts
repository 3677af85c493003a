/** What depmod reads before any module: configuration, the directory itself, the kernel's own symbols. */

import { toByteString } from "../core/bytes.ts";
import { type DepmodConfigurationPlaces, readDepmodConfiguration } from "../core/depmod/configuration.ts";
import type { Checks } from "../core/depmod/dependencies.ts";
import { findModules } from "../core/depmod/find-modules.ts";
import { type KernelSymbols, parseSymbolVersions, parseSystemMap } from "../core/depmod/kernel-symbols.ts";
import type { ModuleFile } from "../core/depmod/module-file.ts";
import { namedModules } from "../core/depmod/named-modules.ts";
import { DepmodError, type Say } from "../core/depmod/say.ts";
import { inIndexOrder } from "../core/depmod/world.ts";
import { errnoText } from "../core/errno.ts";
import { KmodError } from "../core/errors.ts";
import type { Context, Request } from "./command.ts";
import { configurationPathsOf, type DepmodPlaces, filesOf } from "./depmod-options.ts";
import type { DepmodRecord } from "./depmod-record.ts";
import { hasOption, lastValue } from "./options.ts";

/** One run of depmod. */
export interface Run {
  readonly request: Request;
  readonly context: Context;
  readonly places: DepmodPlaces;
  readonly record: DepmodRecord;
  readonly say: Say;
}

export function checksOf({ request, say }: Run): Checks {
  const versions = lastValue(request, "symvers") !== undefined;
  const asked = hasOption(request, "errsyms");
  const possible = versions || lastValue(request, "filesyms") !== undefined;
  if (asked && !possible) say("WARNING", "-e needs -E or -F");
  const needs = hasOption(request, "verbose") && !hasOption(request, "json");
  return { unresolved: asked && possible, versions, needs };
}

export interface Inputs {
  /** In index order. */
  readonly files: readonly ModuleFile[];
  readonly kernel: KernelSymbols;
}

export function configurationOf({ request, context }: Pick<Run, "request" | "context">): DepmodConfigurationPlaces {
  const paths = configurationPathsOf(request);
  return { paths, workingDirectory: paths === undefined ? "/" : context.platform.host.workingDirectory() };
}

/** Modules that are named one by one need no configuration. */
export function findInputs(run: Run): Inputs {
  const { request, context, places, say } = run;
  const { platform } = context;
  const named = filesOf(request);
  if (named !== undefined) {
    const found = namedModules(platform.files, named, places.input, say);
    const kernel = readKernelSymbols(run);
    return { files: inIndexOrder(platform, places.input, found, say), kernel };
  }
  const configuration = readDepmodConfiguration(platform.files, configurationOf(run), places.version, say);
  const kernel = readKernelSymbols(run);
  const found = findModules(platform.files, places.input, configuration, say);
  return { files: inIndexOrder(platform, places.input, found, say), kernel };
}

function readKernelSymbols({ request, context, say }: Run): KernelSymbols {
  const symvers = lastValue(request, "symvers");
  const path = symvers ?? lastValue(request, "filesyms");
  if (path === undefined) return new Map();
  const parse = symvers === undefined ? parseSystemMap : parseSymbolVersions;
  const text = readText(context, path);
  return parse(text, path, lastValue(request, "symbol-prefix"), (problem) => say("ERROR", problem));
}

function readText({ platform }: Context, path: string): string {
  try {
    return toByteString(platform.files.read(path));
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    throw new DepmodError("FATAL", `could not load ${path}: ${errnoText(error.errno)}`, error.errno);
  }
}
