/**
 * Which system a command is asked about: this one, or the one below --root; and which kernel of it. One rule for all
 * commands of ours: what is known of a system is asked of that one, and its paths are printed as it has them; a path
 * that the command line names is of this machine, but for those in /sys and /dev, which name devices. So `context` is
 * the system, and `outer` what opens named files.
 */

import { inAnotherRoot } from "../core/another-root.ts";
import { errnoText } from "../core/errno.ts";
import { KmodError, SystemError, UsageError } from "../core/errors.ts";
import { absolutePath } from "../core/module/directory.ts";
import type { Platform } from "../core/platform.ts";
import { realDirectory } from "../core/real-directory.ts";
import type { Context, OptionSpec, Refusal, Request } from "./command.ts";
import { lastValue } from "./options.ts";

/** The rule as it stands in every help text and manual page. */
export const rootOption: OptionSpec = {
  long: "root",
  argument: "DIR",
  text: "ask about the system below DIR, not this one",
  more:
    "Modules, configuration and devices (in /sys and /dev too) are that system's, and its paths are printed without DIR; any " +
    "other file or directory that you name is one of this machine, as your shell completes it.",
};

/** For commands of ours. The names are those that `openDatabase` asks for. */
export const systemOptions: readonly OptionSpec[] = [
  rootOption,
  { long: "set-version", short: "S", argument: "VERSION", text: "use this kernel release", refuse: refuseRelease },
];

/**
 * A release is the name of one directory in /lib/modules. With a path in its place, it would be taken for a release
 * that does not run.
 */
function refuseRelease(value: string): Refusal | undefined {
  if (value !== "" && value !== "." && value !== ".." && !value.includes("/")) return undefined;
  return { text: `'${value}' is no kernel release` };
}

/** The context with the system that the request asks about. Throws as `platformOf`. */
export function systemOf(request: Request, { platform, report }: Context): Context {
  return { platform: platformOf(request, platform), report };
}

/**
 * The system that the request asks about: `platform` itself without --root, and where that is `/` by another name.
 * Throws UsageError for an empty --root, KmodError where there is no such directory.
 */
export function platformOf(request: Request, platform: Platform): Platform {
  const root = lastValue(request, "root");
  if (root === undefined) return platform;
  if (root === "") throw new UsageError("--root needs a directory");
  const path = absolutePath(platform, root);
  return realRoot(platform, root, path) === "/" ? platform : inAnotherRoot(platform, path);
}

/** Where the links of a root lead. */
function realRoot({ files }: Platform, root: string, path: string): string {
  try {
    if (files.status(path).type !== "directory") throw new SystemError("open", path, "ENOTDIR");
    return realDirectory(files, path);
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    throw new KmodError(`--root '${root}': ${errnoText(error.errno)}`, error.errno, error);
  }
}
