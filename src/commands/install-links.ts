/**
 * install-links: puts the tools on a machine as busybox does, as symbolic links to this program, which looks at the
 * name it is called by. Nothing is touched unless every link can be made; --force replaces what is in the way.
 */

import { errnoText } from "../core/errno.ts";
import { KmodError, SystemError, UsageError } from "../core/errors.ts";
import type { FileSystem, FileType } from "../core/platform.ts";
import { realDirectory } from "../core/real-directory.ts";
import type { Command, Context, Output, Request } from "./command.ts";
import { hasOption, standardOptions } from "./options.ts";
import { joinPath, relativePath } from "./paths.ts";

/** What one name in the directory needs. */
interface LinkStep {
  readonly path: string;
  readonly target: string;
  readonly action: "make" | "replace";
}

/** What stands at a name that is not free: nothing to do, replaceable, or in the way for good. */
function judge(files: FileSystem, path: string, type: FileType, target: string): "kept" | "other" | "directory" {
  if (type === "directory") return "directory";
  return type === "link" && files.readLink(path) === target ? "kept" : "other";
}

/** The links to make, in the order of `names`; throws one UsageError that names everything in the way. */
function planLinks(files: FileSystem, names: readonly string[], where: Place): readonly LinkStep[] {
  const types = new Map(files.list(where.directory).map(({ name, type }) => [name, type]));
  const blocked: string[] = [];
  const steps = names.flatMap((name): readonly LinkStep[] => {
    const path = joinPath(where.directory, name);
    const type = types.get(name);
    if (type === undefined) return [{ path, target: where.target, action: "make" }];
    // The program itself may bear a tool's name; a link to itself would destroy it.
    if (joinPath(where.realDirectory, name) === where.program) return [];
    const found = judge(files, path, type, where.target);
    if (found === "other" && where.force) return [{ path, target: where.target, action: "replace" }];
    if (found !== "kept") blocked.push(`'${path}'${found === "directory" ? " is a directory" : " exists"}`);
    return [];
  });
  if (blocked.length === 0) return steps;
  const advice = where.force ? "" : "; --force replaces files and links";
  throw new UsageError(`nothing was linked: ${blocked.join(", ")}${advice}`);
}

interface Place {
  /** As the user gave it. */
  readonly directory: string;
  /** The same without symbolic links. */
  readonly realDirectory: string;
  /** The program file, its directory without symbolic links. */
  readonly program: string;
  /** The text of the links. */
  readonly target: string;
  readonly force: boolean;
}

/** More names than any other run could have left behind. */
const MOST_TEMPORARY_NAMES = 100;

/** Makes a link under a name that nobody uses and returns that name. */
function makeTemporaryLink(files: FileSystem, step: LinkStep): string {
  for (let number = 0; ; number++) {
    const path = `${step.path}.kmod-ts-${number}`;
    try {
      files.link(step.target, path);
      return path;
    } catch (error) {
      const taken = error instanceof KmodError && error.errno === "EEXIST";
      if (!taken || number >= MOST_TEMPORARY_NAMES) throw error;
    }
  }
}

/** Carries out one step. A name that is replaced resolves at every instant. */
function execute(files: FileSystem, step: LinkStep): void {
  if (step.action === "make") {
    files.link(step.target, step.path);
    return;
  }
  const temporary = makeTemporaryLink(files, step);
  try {
    files.rename(temporary, step.path);
  } catch (error) {
    files.remove(temporary);
    throw error;
  }
}

/** Throws a UsageError for anything but a directory that is there. */
function checkDirectory(files: FileSystem, path: string): void {
  try {
    if (files.status(path).type === "directory") return;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw new UsageError(`cannot make links in '${path}': ${errnoText(error.errno)}`);
  }
  throw new UsageError(`cannot make links in '${path}': ${errnoText("ENOTDIR")}`);
}

/** The directory of the request, looked at from all sides. */
function locate(request: Request, { platform }: Context): Place {
  const [directory, ...rest] = request.operands;
  if (directory === undefined || directory === "" || rest.length > 0) {
    throw new UsageError("name one directory to put the links in. See --help.");
  }
  const { files, host } = platform;
  checkDirectory(files, directory);
  const start = host.workingDirectory();
  const real = realDirectory(files, joinPath(start, directory));
  const started = host.programPath();
  const slash = started.lastIndexOf("/");
  const program = joinPath(realDirectory(files, started.slice(0, slash) || "/"), started.slice(slash + 1));
  const target = hasOption(request, "relative") ? relativePath(real, program) : started;
  return { directory, realDirectory: real, program, target, force: hasOption(request, "force") };
}

/** The command, for links of these names. */
export function installLinks(names: readonly string[]): Command<readonly LinkStep[]> {
  return {
    name: "install-links",
    summary: "make a link for each tool in a directory",
    operands: "DIR",
    options: [
      { long: "relative", short: "r", text: "make links that hold when the whole tree is moved" },
      { long: "force", short: "f", text: "replace files and links of the same names" },
      ...standardOptions.filter(({ long }) => long === "help"),
    ],
    gather(request, context) {
      const { files } = context.platform;
      const steps = planLinks(files, names, locate(request, context));
      for (const step of steps) execute(files, step);
      return steps;
    },
    view: (steps): Output => ({ kind: "text", pieces: steps.map(({ path, target }) => `${path} -> ${target}\n`) }),
  };
}
