/**
 * Symbolic links that are made as a set: nothing is touched unless every one can be made. A link that is right already
 * stays; what is in the way is replaced only where that is asked for.
 */

import { KmodError } from "../core/errors.ts";
import type { FileSystem, FileType } from "../core/platform.ts";
import { realDirectory } from "../core/real-directory.ts";
import { joinPath } from "./paths.ts";

/** A directory, which is made where it is not there, and what is wanted in it. */
export interface LinkPlace {
  /** As the user gave it. */
  readonly directory: string;
  /** Absolute, without symbolic links. */
  readonly realDirectory: string;
  readonly links: readonly WantedLink[];
}

export interface WantedLink {
  readonly name: string;
  /** The text of the link. */
  readonly target: string;
  /** What it leads to: an absolute path, its directory without symbolic links. */
  readonly file: string;
}

/** What one name needs. */
export interface LinkStep {
  readonly path: string;
  readonly target: string;
  readonly action: "make" | "make, with its directory" | "replace";
}

/** What stands at a name that is not free. */
type Occupant = "the link" | "a link to the same file" | "something else" | "a directory";

function judge(files: FileSystem, path: string, type: FileType, { target, file }: WantedLink): Occupant {
  if (type === "directory") return "a directory";
  if (type !== "link") return "something else";
  if (files.readLink(path) === target) return "the link";
  return leadTo(files, path) === leadTo(files, file) ? "a link to the same file" : "something else";
}

/** Where a path ends; the path itself where that is nowhere. */
function leadTo(files: FileSystem, path: string): string {
  try {
    return realDirectory(files, path);
  } catch (error) {
    if (!(error instanceof KmodError && (error.errno === "ENOENT" || error.errno === "ELOOP"))) throw error;
    return path;
  }
}

/** The types of what is in a directory; undefined for one that is not there yet. */
function typesIn(files: FileSystem, { directory }: LinkPlace): ReadonlyMap<string, FileType> | undefined {
  try {
    return new Map(files.list(directory).map(({ name, type }) => [name, type]));
  } catch (error) {
    if (error instanceof KmodError && error.errno === "ENOENT") return undefined;
    throw error;
  }
}

/** What a name that is taken needs: nothing, to be replaced, or what makes that impossible. */
function needOf(found: Occupant, force: boolean): "replace" | "is a directory" | "exists" | undefined {
  if (found === "a directory") return "is a directory";
  if (found === "the link") return undefined;
  if (force) return "replace";
  return found === "something else" ? "exists" : undefined;
}

/** The links to make in one place; what is in the way is added to `blocked`. */
function planPlace(files: FileSystem, place: LinkPlace, force: boolean, blocked: string[]): readonly LinkStep[] {
  const types = typesIn(files, place);
  const free = types === undefined ? "make, with its directory" : "make";
  return place.links.flatMap((link): readonly LinkStep[] => {
    const path = joinPath(place.directory, link.name);
    const type = types?.get(link.name);
    if (type === undefined) return [{ path, target: link.target, action: free }];
    // What is linked may itself be there under that name; a link to itself would destroy it.
    if (joinPath(place.realDirectory, link.name) === link.file) return [];
    const need = needOf(judge(files, path, type, link), force);
    if (need === "replace") return [{ path, target: link.target, action: need }];
    if (need !== undefined) blocked.push(`'${path}' ${need}`);
    return [];
  });
}

/** The links to make, in order; throws one KmodError (EEXIST) that names everything in the way. */
export function planLinks(files: FileSystem, places: readonly LinkPlace[], force: boolean): readonly LinkStep[] {
  const blocked: string[] = [];
  const steps = places.flatMap((place) => planPlace(files, place, force, blocked));
  if (blocked.length === 0) return steps;
  const advice = force ? "" : "; --force replaces files and links";
  throw new KmodError(`nothing was linked: ${blocked.join(", ")}${advice}`, "EEXIST");
}
