/** `kmod-ts list`: names of modules by what they are: loaded, available as a file, built in. lsmod says more of the loaded ones. */

import { compareBytes, decodeUtf8 } from "../core/bytes.ts";
import { SystemError, UsageError } from "../core/errors.ts";
import { matchesGlob } from "../core/glob.ts";
import type { ModuleIndex } from "../core/index/module-index.ts";
import { openModuleIndex } from "../core/index/module-index.ts";
import { moduleDirectory } from "../core/module/directory.ts";
import { readLoadedByName } from "../core/module/running.ts";
import { normaliseAlias } from "../core/names.ts";
import { type LoadedModule, PROC_MODULES } from "../core/state/proc-modules.ts";
import type { Command, Context, JsonValue, OptionSpec, Output, Request } from "./command.ts";
import { remarkOnDirectory, remarkOnReleases } from "./directory-remarks.ts";
import { indexProblemReporter } from "./index-problem.ts";
import { hasOption, helpOption, lastValue } from "./options.ts";
import { joinPath } from "./paths.ts";
import { systemOf, systemOptions } from "./system.ts";

/** A module with what was asked about it; the rest is as if it were not so. */
export interface ListedModule {
  readonly name: string;
  /** Undefined where it is not loaded. */
  readonly state: LoadedModule["state"] | undefined;
  /** Absolute path of its file; undefined without one. */
  readonly path: string | undefined;
  readonly builtin: boolean;
}

const KINDS = ["loaded", "available", "builtin"] as const;

type Kind = (typeof KINDS)[number];

export interface ListFacts {
  readonly kinds: readonly Kind[];
  /** Whether it is known what is loaded; undefined where nobody asked. */
  readonly running: boolean | undefined;
  /** In byte order. */
  readonly modules: readonly ListedModule[];
}

const options: readonly OptionSpec[] = [
  { long: "loaded", text: "modules that are loaded; so it is without any of these, where that is known" },
  { long: "available", text: "modules that have a file, loaded or not" },
  { long: "builtin", text: "modules that are part of the kernel's image" },
  { long: "json", text: "print JSON (see docs/json-output.md)" },
  ...systemOptions,
  helpOption,
];

const notes = `PATTERN is a pattern of the shell; '-' and '_' are the same. With several patterns or several of
--loaded, --available and --builtin, modules are listed that any of them names. Where nobody knows what is loaded, as in
an image of a system, modules that are available are listed without any of these.
`;

function gather(request: Request, outer: Context): ListFacts {
  const matches = matcherOf(request.operands);
  const context = systemOf(request, outer);
  const asked = KINDS.filter((kind) => hasOption(request, kind));
  const isAsked = asked.length === 0 || asked.includes("loaded");
  const loaded = isAsked ? readLoadedByName(context.platform) : undefined;
  const kinds = isAsked && loaded === undefined ? kindsWithoutKernel(asked, request, context) : asked;
  const wanted: readonly Kind[] = kinds.length === 0 ? ["loaded"] : kinds;
  const running = isAsked ? loaded !== undefined : undefined;
  const found = new Modules(matches);
  if (isOfMissingKernel(wanted, request, context)) return { kinds: wanted, running, modules: [] };
  if (wanted.includes("loaded")) for (const { name, state } of loaded?.values() ?? []) found.add(name, { state });
  if (wanted.some((kind) => kind !== "loaded"))
    addIndexed(found, wanted, openIndex(request, wanted, context), hasOption(request, "json"));
  return { kinds: wanted, running, modules: found.inOrder() };
}

/** What is listed where nobody knows what is loaded. Only a question about nothing else fails. */
function kindsWithoutKernel(asked: readonly Kind[], request: Request, { platform, report }: Context): readonly Kind[] {
  const unknown = `nothing is known of what is loaded, because there is no ${PROC_MODULES}`;
  if (asked.length === 1) {
    report.message("ERROR", `${unknown}; --available lists what could be`);
    report.fail();
    return asked;
  }
  // Throws where nobody knows of which kernel, before anything is promised.
  moduleDirectory(platform, { version: lastValue(request, "set-version") });
  report.message("WARNING", asked.length === 0 ? `${unknown}: listing what is available` : unknown);
  return asked.length === 0 ? ["available"] : asked;
}

/**
 * Whether somebody asks by release for what is loaded, of a kernel that is not there, which is told: nothing is loaded
 * of that one. What else there is of it is for `openIndex` to miss.
 */
function isOfMissingKernel(kinds: readonly Kind[], request: Request, context: Context): boolean {
  const version = lastValue(request, "set-version");
  if (version === undefined || kinds.some((kind) => kind !== "loaded")) return false;
  const directory = moduleDirectory(context.platform, { version });
  if (isDirectoryThere(directory, context)) return false;
  remarkOnReleases(directory, context);
  return true;
}

/** Throws UsageError for brackets that are not balanced. */
function matcherOf(operands: readonly string[]): (name: string) => boolean {
  const patterns = operands.map((operand) => {
    const pattern = normaliseAlias(operand);
    if (pattern === undefined) throw new UsageError(`the brackets of '${operand}' do not match`);
    return pattern;
  });
  return (name) => patterns.length === 0 || patterns.some((pattern) => matchesGlob(pattern, name));
}

/** A directory that is not there is told: an empty list would say that there is nothing in it. */
function openIndex(request: Request, kinds: readonly Kind[], context: Context): ModuleIndex {
  const { platform, report } = context;
  const directory = moduleDirectory(platform, { version: lastValue(request, "set-version") });
  const isThere = isDirectoryThere(directory, context);
  if (isThere && kinds.includes("available")) remarkOnDirectory(directory, context);
  else remarkOnReleases(directory, context);
  return openModuleIndex(platform.files, directory, indexProblemReporter(report));
}

function isDirectoryThere(directory: string, { platform, report }: Context): boolean {
  try {
    platform.files.status(directory);
    return true;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    report.message("ERROR", `no modules: ${error.message}`);
    report.fail();
    return false;
  }
}

/** Plain output shows no paths, and each of 4000 has to be looked up. */
function addIndexed(found: Modules, kinds: readonly Kind[], index: ModuleIndex, withPaths: boolean): void {
  if (kinds.includes("available")) {
    for (const name of index.moduleNames()) {
      const path = withPaths && found.wants(name) ? index.dependency(name)?.path : undefined;
      found.add(name, path === undefined ? {} : { path: joinPath(index.directory, path) });
    }
  }
  if (kinds.includes("builtin")) for (const name of index.builtinNames()) found.add(name, { builtin: true });
}

class Modules {
  readonly wants: (name: string) => boolean;
  readonly #byName: Map<string, ListedModule> = new Map();

  constructor(wants: (name: string) => boolean) {
    this.wants = wants;
  }

  add(name: string, facts: Partial<ListedModule>): void {
    if (!this.wants(name)) return;
    const before = this.#byName.get(name) ?? { name, state: undefined, path: undefined, builtin: false };
    this.#byName.set(name, { ...before, ...facts });
  }

  inOrder(): readonly ListedModule[] {
    return [...this.#byName.values()].toSorted((left, right) => compareBytes(left.name, right.name));
  }
}

function view({ kinds, running, modules }: ListFacts, request: Request): Output {
  if (!hasOption(request, "json")) return { kind: "text", pieces: modules.map(({ name }) => `${name}\n`) };
  const listed = modules.map(({ name, state, path, builtin }): JsonValue => {
    const file = path === undefined ? null : decodeUtf8(path);
    return { name: decodeUtf8(name), state: state ?? null, path: file, builtin };
  });
  return { kind: "json", value: { schemaVersion: 1, kinds, running: running ?? null, modules: listed } };
}

export const list: Command<ListFacts> = {
  name: "list",
  summary: "list names of modules: loaded, available or built in",
  operands: "[PATTERN]...",
  options,
  notes,
  gather,
  view,
};
