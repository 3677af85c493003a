/** The options of depmod, and what they ask for. See depmod(8). */

import { UsageError } from "../core/errors.ts";
import { absolutePath } from "../core/module/directory.ts";
import type { Platform } from "../core/platform.ts";
import type { OptionSpec, Request } from "./command.ts";
import { allValues, hasOption, jsonOption, lastValue, standardOptions } from "./options.ts";

/** What depmod of kmod 30 took without doing anything. Scripts still pass it. */
const ignored = (long: string, short?: string): OptionSpec => ({
  long,
  ...(short === undefined ? {} : { short }),
  text: "of an older kmod, without effect",
  ignored: true,
  hidden: true,
  extra: true,
});

export const depmodOptions: readonly OptionSpec[] = [
  { long: "all", short: "a", text: "look at all modules (as when no FILE is given)" },
  { long: "quick", short: "A", text: "do nothing unless a module is newer than modules.dep" },
  { long: "basedir", short: "b", argument: "DIR", text: "modules are below DIR, as in the image of a system" },
  { long: "moduledir", short: "m", argument: "DIR", text: "modules are in DIR instead of lib/modules" },
  { long: "outdir", short: "o", argument: "DIR", text: "write below DIR, read from where the modules are" },
  { long: "config", short: "C", argument: "PATH", text: "read this file or directory instead of depmod.d; repeatable" },
  { long: "symvers", short: "E", argument: "FILE", text: "take the kernel's symbols and versions from Module.symvers" },
  { long: "filesyms", short: "F", argument: "FILE", text: "take the kernel's symbols from System.map" },
  { long: "errsyms", short: "e", text: "report needed symbols that nobody exports (with -E or -F)" },
  { long: "verbose", short: "v", text: "print what needs what; twice: more messages" },
  {
    long: "show",
    short: "n",
    text: "print the text files, write nothing",
    otherNames: [{ long: "dry-run", deprecated: false }],
  },
  {
    long: "symbol-prefix",
    short: "P",
    argument: "CHAR",
    text: "pass over this character where symbols begin with it",
    refuse: (value) => (value.length === 1 ? undefined : { text: "-P only takes a single char", level: "FATAL" }),
  },
  { long: "warn", short: "w", text: "warn about aliases that a module has twice" },
  ...standardOptions,
  { long: "verify", text: "say what is wrong with the indexes, write nothing", extra: true },
  { long: "no-cache", text: "read every module, remember nothing", extra: true },
  jsonOption,
  ignored("unresolved-error", "u"),
  ignored("quiet", "q"),
  ignored("root", "r"),
  ignored("map"),
];

/** Where to read from and write to; absolute paths. */
export interface DepmodPlaces {
  readonly version: string;
  readonly input: string;
  readonly output: string;
}

const DEFAULT_MODULE_DIRECTORY = "lib/modules";

/** Bytes, as kmod has it. */
const LONGEST_PATH = 4095;

/** How a version begins, for scanf(3)'s `%u.%u`. */
const VERSION = /^[ \t-\r]*[+-]?[0-9]+\.[ \t-\r]*[+-]?[0-9]/;

/** Throws `UsageError` for a VERSION that is none and for a path that is too long. */
export function placesOf(request: Request, platform: Platform): DepmodPlaces {
  const [operand] = request.operands;
  if (operand !== undefined && !VERSION.test(operand)) throw new UsageError(`Bad version passed ${operand}`);
  const version = operand ?? platform.kernel.release();
  const absolute = (long: string): string | undefined => {
    const value = lastValue(request, long);
    return value === undefined ? undefined : absolutePath(platform, value);
  };
  const base = absolute("basedir") ?? "";
  const modules = lastValue(request, "moduledir")?.replace(/^\/+/, "") ?? DEFAULT_MODULE_DIRECTORY;
  const input = `${base}/${modules}/${version}`;
  const output = `${absolute("outdir") ?? base}/${modules}/${version}`;
  for (const path of [input, output]) {
    if (path.length > LONGEST_PATH) throw new UsageError(`Bad directory ${path}: path too long`);
  }
  return { version, input, output };
}

/** Module files that are to be looked at instead of the whole directory; undefined: the directory. */
export function filesOf(request: Request): readonly string[] | undefined {
  const files = request.operands.slice(1);
  return files.length === 0 || hasOption(request, "all") || hasOption(request, "quick") ? undefined : files;
}

/** The configuration that was named, if any was. */
export function configurationPathsOf(request: Request): readonly string[] | undefined {
  const paths = allValues(request, "config");
  return paths.length === 0 ? undefined : paths;
}
