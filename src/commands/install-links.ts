/**
 * install-links: puts the tools on a machine as busybox does, as symbolic links to this program, which looks at the
 * name it is called by, and links to its manual pages. Nothing is touched unless every link can be made.
 */

import { errnoText } from "../core/errno.ts";
import { KmodError, SystemError, UsageError } from "../core/errors.ts";
import type { FileSystem } from "../core/platform.ts";
import { realDirectory } from "../core/real-directory.ts";
import type { Command, Context, Output, Request } from "./command.ts";
import { type LinkPlace, type LinkStep, makeLink, planLinks } from "./link-plan.ts";
import { manLinks } from "./man-links.ts";
import { hasOption, helpOption, lastValue } from "./options.ts";
import { joinPath, relativePath } from "./paths.ts";

/** Throws a KmodError for anything but a directory that is there. */
function checkDirectory(files: FileSystem, path: string): void {
  try {
    if (files.status(path).type === "directory") return;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw new KmodError(`cannot make links in '${path}': ${errnoText(error.errno)}`, error.errno);
  }
  throw new KmodError(`cannot make links in '${path}': ${errnoText("ENOTDIR")}`, "ENOTDIR");
}

/** The program as it was started, and without symbolic links above it. */
interface Program {
  readonly started: string;
  readonly file: string;
}

function programOf({ platform: { files, host } }: Context): Program {
  const started = host.programPath();
  const slash = started.lastIndexOf("/");
  return { started, file: joinPath(realDirectory(files, started.slice(0, slash) || "/"), started.slice(slash + 1)) };
}

/** The links of the tools' names in one directory. */
function toolLinks(names: readonly string[], directory: string, relative: boolean, context: Context): LinkPlace {
  const { files, host } = context.platform;
  checkDirectory(files, directory);
  const real = realDirectory(files, joinPath(host.workingDirectory(), directory));
  const { started, file } = programOf(context);
  const target = relative ? relativePath(real, file) : started;
  return { directory, make: false, realDirectory: real, links: names.map((name) => ({ name, target, file })) };
}

/** All that the request asks for. Throws UsageError, KmodError. */
function placesOf(names: readonly string[], request: Request, context: Context): readonly LinkPlace[] {
  const { files, host } = context.platform;
  const [directory, ...rest] = request.operands;
  const manual = lastValue(request, "man");
  const relative = hasOption(request, "relative");
  if (directory === "" || manual === "" || rest.length > 0 || (directory === undefined && manual === undefined)) {
    throw new UsageError("name one directory to put the links in");
  }
  const tools = directory === undefined ? [] : [toolLinks(names, directory, relative, context)];
  if (manual === undefined) return tools;
  const absolute = joinPath(host.workingDirectory(), manual);
  const program = realDirectory(files, programOf(context).file);
  return [...tools, ...manLinks(files, { directory: manual, absolute, program, tools: names, relative })];
}

/** The command, for links of these names. */
export function installLinks(names: readonly string[]): Command<readonly LinkStep[]> {
  return {
    name: "install-links",
    summary: "make a link for each tool in a directory",
    operands: "[DIR]",
    options: [
      { long: "relative", short: "r", text: "make links that hold when the whole tree is moved" },
      { long: "force", short: "f", text: "replace files and links of the same names" },
      { long: "man", argument: "DIR", text: "make links to the manual pages too, in DIR/man5 and DIR/man8" },
      helpOption,
    ],
    gather(request, context) {
      const { files } = context.platform;
      const steps = planLinks(files, placesOf(names, request, context), hasOption(request, "force"));
      for (const step of steps) makeLink(files, step);
      return steps;
    },
    view: (steps): Output => ({ kind: "text", pieces: steps.map(({ path, target }) => `${path} -> ${target}\n`) }),
  };
}
