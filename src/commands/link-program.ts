/** Which program the links of install-links lead to. */

import { KmodError } from "../core/errors.ts";
import type { Edition } from "../core/platform.ts";
import { realDirectory } from "../core/real-directory.ts";
import type { Context, OptionSpec, Reporter, Request } from "./command.ts";
import { checkStarts } from "./executable-check.ts";
import { lastValue } from "./options.ts";
import { joinPath } from "./paths.ts";
import { findStaticProgram } from "./static-program.ts";

const EDITIONS: readonly Edition[] = ["node", "static"];

/** The choice between the editions. */
export const editionOption: OptionSpec = {
  long: "edition",
  argument: "EDITION",
  text: "link to this edition, `node` or `static` (static, where there is one for this machine)",
  values: EDITIONS,
  refuse: (value) =>
    EDITIONS.some((edition) => edition === value)
      ? undefined
      : { text: `unknown edition '${value}': it is node or static` },
};

/** A program that links can lead to. */
export interface Program {
  readonly edition: Edition;
  /** The text of absolute links: as the program was started, where it is the running one. */
  readonly path: string;
  /** Without symbolic links above it. */
  readonly file: string;
  /** Why it is this one, where that is not what was hoped for. */
  readonly reason?: string;
}

/** The program that runs now. */
export function runningProgram({ platform: { files, host } }: Context): Program {
  const path = host.programPath();
  const slash = path.lastIndexOf("/");
  const file = joinPath(realDirectory(files, path.slice(0, slash) || "/"), path.slice(slash + 1));
  return { edition: host.edition(), path, file };
}

const OWN_LINKS_ONLY = "this is the static edition, which links to itself; the Node edition makes links to its own";

/**
 * The static edition knows no other than itself; the Node edition looks for the static one. The one that is chosen
 * starts here. Throws KmodError.
 */
export function chooseProgram(request: Request, context: Context): Program {
  const running = runningProgram(context);
  const wanted = lastValue(request, "edition");
  if (running.edition === "static") {
    if (wanted !== "node") return running;
    throw new KmodError(OWN_LINKS_ONLY, "EINVAL");
  }
  const { files, host } = context.platform;
  // Started by `node FILE`, it need not be one that starts by itself.
  const file = realDirectory(files, running.file);
  if (wanted === "node") {
    checkStarts(host, file);
    return running;
  }
  const found = findStaticProgram(context.platform, file);
  if (found.file !== undefined) return { ...found, edition: "static", path: found.file };
  const { reason, remedy } = found;
  if (wanted === "static")
    throw new KmodError(`${reason}; ${remedy ?? "--edition node takes the Node edition"}`, "ENOENT");
  checkStarts(host, file, reason);
  return { ...running, reason: remedy === undefined ? reason : `${reason}; ${remedy}` };
}

const NAMES: Readonly<Record<Edition, string>> = { node: "the Node edition", static: "the static edition" };

/** Says which it is, and below that why. */
export function reportProgram({ edition, path, reason }: Program, report: Reporter): void {
  report.plain(`links to ${NAMES[edition]}, ${path}`);
  if (reason !== undefined) report.detail(reason);
}
