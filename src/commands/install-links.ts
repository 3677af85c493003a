/**
 * install-links: puts the tools on a machine as busybox does, as symbolic links to one program, which looks at the
 * name it is called by, and links to its manual pages. Nothing is touched unless every link can be made.
 */

import { UsageError } from "../core/errors.ts";
import { realDirectory } from "../core/real-directory.ts";
import type { Command, Context, Output, Request } from "./command.ts";
import { endBehind, withoutLoops } from "./link-chain.ts";
import { makeLinks, removeLeftovers } from "./link-making.ts";
import { type LinkPlace, type LinkStep, planLinks } from "./link-plan.ts";
import { chooseProgram, editionOption, type Program, reportProgram, runningProgram } from "./link-program.ts";
import { manLinks } from "./man-links.ts";
import { hasOption, helpOption, lastValue } from "./options.ts";
import { joinPath, relativePath } from "./paths.ts";
import { wantedDirectory } from "./wanted-directory.ts";

/** What is asked for, checked for form. */
interface Wanted {
  readonly directory: string | undefined;
  readonly manual: string | undefined;
  readonly relative: boolean;
}

/** Throws UsageError. */
function wantedBy(request: Request): Wanted {
  const [directory, ...rest] = request.operands;
  const manual = lastValue(request, "man");
  if (directory === "" || manual === "" || rest.length > 0 || (directory === undefined && manual === undefined)) {
    throw new UsageError("name one directory to put the links in");
  }
  return { directory, manual, relative: hasOption(request, "relative") };
}

/** The links of the tools' names in one directory, and what they lead to. */
function toolLinks(names: readonly string[], directory: string, relative: boolean, tools: Tools): LinkPlace {
  const { program, realDirectory } = tools;
  const target = relative ? relativePath(realDirectory, program.file) : program.path;
  return { directory, realDirectory, links: names.map((name) => ({ name, target, file: program.file })) };
}

interface Tools {
  readonly program: Program;
  readonly realDirectory: string;
}

/** The program and where its links go: by the way that it was started, unless that is one of these links. */
function toolsFor(names: readonly string[], directory: string, request: Request, context: Context): Tools {
  const { files, host } = context.platform;
  const chosen = chooseProgram(request, context);
  const real = wantedDirectory(files, joinPath(host.workingDirectory(), directory), directory);
  const end = endBehind(files, chosen.path, new Set(names.map((name) => joinPath(real, name))));
  return { program: end === undefined ? chosen : { ...chosen, path: end, file: end }, realDirectory: real };
}

/** The links to the manual pages that come with the running program. */
function pageLinks(
  names: readonly string[],
  manual: string,
  relative: boolean,
  context: Context,
): readonly LinkPlace[] {
  const { files, host } = context.platform;
  const absolute = joinPath(host.workingDirectory(), manual);
  const program = realDirectory(files, runningProgram(context).file);
  return manLinks(files, { directory: manual, absolute, program, tools: names, relative });
}

/** Makes all the links, or none. Throws KmodError where one cannot be made. */
function install(names: readonly string[], request: Request, context: Context): readonly LinkStep[] {
  const { files, host } = context.platform;
  const { directory, manual, relative } = wantedBy(request);
  const tools = directory === undefined ? undefined : toolsFor(names, directory, request, context);
  const wanted: LinkPlace[] = [];
  if (directory !== undefined && tools !== undefined) wanted.push(toolLinks(names, directory, relative, tools));
  if (manual !== undefined) wanted.push(...pageLinks(names, manual, relative, context));
  const places = withoutLoops(files, wanted, relative);
  const steps = planLinks(files, places, hasOption(request, "force"));
  removeLeftovers(files, places);
  const made = makeLinks(files, steps);
  // The static edition has no choice to tell of.
  if (tools !== undefined && host.edition() === "node") reportProgram(tools.program, context.report);
  return made;
}

/** The command, for links of these names. */
export function installLinks(names: readonly string[]): Command<readonly LinkStep[]> {
  return {
    name: "install-links",
    summary: "make a link for each tool in a directory",
    operands: "[DIR]",
    options: [
      editionOption,
      { long: "relative", short: "r", text: "make links that hold when the whole tree is moved" },
      { long: "force", short: "f", text: "replace files and links of the same names" },
      { long: "man", argument: "DIR", text: "make links to the manual pages too, in DIR/man5 and DIR/man8" },
      helpOption,
    ],
    gather: (request, context) => install(names, request, context),
    view: (steps): Output => ({ kind: "text", pieces: steps.map(({ path, target }) => `${path} -> ${target}\n`) }),
  };
}
