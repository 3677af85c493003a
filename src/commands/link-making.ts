/** Carries out what was planned, as a whole: what fails midway is undone. */

import { KmodError } from "../core/errors.ts";
import { makeParents } from "../core/make-parents.ts";
import type { FileSystem } from "../core/platform.ts";
import type { LinkPlace, LinkStep } from "./link-plan.ts";
import { joinPath } from "./paths.ts";

/** More names than any other run could have left behind. */
const MOST_TEMPORARY_NAMES = 100;

/** How often another run may take a temporary name away for a left-over. */
const MOST_RENAMES = 3;

function failsWith(error: unknown, errno: "EEXIST" | "ENOENT" | "EINVAL"): boolean {
  return error instanceof KmodError && error.errno === errno;
}

/** The text of a link; undefined for anything else, and for what is not there. */
function linkAt(files: FileSystem, path: string): string | undefined {
  try {
    return files.readLink(path);
  } catch (error) {
    if (failsWith(error, "EINVAL") || failsWith(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Makes a link under a name that nobody uses and returns that name. */
function makeTemporaryLink(files: FileSystem, target: string, name: string): string {
  for (let number = 0; ; number++) {
    const path = `${name}.kmod-ts-${number}`;
    try {
      files.link(target, path);
      return path;
    } catch (error) {
      if (!failsWith(error, "EEXIST") || number >= MOST_TEMPORARY_NAMES) throw error;
    }
  }
}

/** What one step has made, and how to take it back as far as that can be. */
interface Made {
  readonly step: LinkStep;
  /** The link that is to be renamed. */
  temporary?: string;
  undo: () => void;
}

/** A free name gets its link; undefined if another run has made the same one meanwhile. */
function fill(files: FileSystem, step: LinkStep): Made | undefined {
  if (step.action === "make, with its directory") makeParents(files, step.path, 0o755);
  try {
    files.link(step.target, step.path);
  } catch (error) {
    if (failsWith(error, "EEXIST") && linkAt(files, step.path) === step.target) return undefined;
    throw error;
  }
  return { step, undo: () => files.remove(step.path) };
}

/** A name that is taken gets its link beside it. */
function prepare(files: FileSystem, step: LinkStep): Made {
  const temporary = makeTemporaryLink(files, step.target, step.path);
  return { step, temporary, undo: () => files.remove(temporary) };
}

/** The name resolves at every instant. A link that was there can be put back, a file cannot. */
function replace(files: FileSystem, made: Made): void {
  const { step } = made;
  const old = linkAt(files, step.path);
  renameInto(files, made);
  made.undo = () => {
    if (old !== undefined) files.rename(makeTemporaryLink(files, old, step.path), step.path);
  };
}

function renameInto(files: FileSystem, made: Made): void {
  for (let tries = 1; ; tries++) {
    const { temporary = "" } = made;
    try {
      files.rename(temporary, made.step.path);
      return;
    } catch (error) {
      const isGone = failsWith(error, "ENOENT") && linkAt(files, temporary) === undefined;
      if (!isGone || tries === MOST_RENAMES) throw error;
    }
    // Another run has taken it for what a killed one left.
    Object.assign(made, prepare(files, made.step));
  }
}

function undoAll(made: readonly Made[]): void {
  for (const { undo } of made.toReversed()) {
    try {
      undo();
    } catch (error) {
      // The failure that led here is what is told.
      if (!(error instanceof KmodError)) throw error;
    }
  }
}

/**
 * Makes all the links, and returns those that it made; or takes back what it had made and throws SystemError. All links
 * stand, if only beside their names, before the first name is replaced.
 */
export function makeLinks(files: FileSystem, steps: readonly LinkStep[]): readonly LinkStep[] {
  const done: Made[] = [];
  try {
    for (const step of steps) {
      const made = step.action === "replace" ? prepare(files, step) : fill(files, step);
      if (made !== undefined) done.push(made);
    }
    // What could not be put back comes last.
    const waiting = done.filter(({ temporary }) => temporary !== undefined);
    const isLink = ({ step }: Made): boolean => linkAt(files, step.path) !== undefined;
    const links = waiting.filter(isLink);
    for (const made of [...links, ...waiting.filter((each) => !links.includes(each))]) replace(files, made);
  } catch (error) {
    undoAll(done);
    throw error;
  }
  return done.map(({ step }) => step);
}

/**
 * Removes the temporary links that a killed run has left beside these names, where they are what it would have put
 * there.
 */
export function removeLeftovers(files: FileSystem, places: readonly LinkPlace[]): void {
  for (const { directory, links } of places) {
    const targets = new Map(links.map(({ name, target }) => [name, target]));
    for (const name of namesOfLinks(files, directory)) {
      const [, tool = ""] = /^(.+)\.kmod-ts-\d+$/.exec(name) ?? [];
      const target = targets.get(tool);
      const path = joinPath(directory, name);
      if (target !== undefined && linkAt(files, path) === target) removeIfThere(files, path);
    }
  }
}

function namesOfLinks(files: FileSystem, directory: string): readonly string[] {
  try {
    return files.list(directory).flatMap(({ name, type }) => (type === "link" ? [name] : []));
  } catch (error) {
    if (failsWith(error, "ENOENT")) return [];
    throw error;
  }
}

function removeIfThere(files: FileSystem, path: string): void {
  try {
    files.remove(path);
  } catch (error) {
    if (!failsWith(error, "ENOENT")) throw error;
  }
}
