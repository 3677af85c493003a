/**
 * Links that lead through names which are about to become links: they would end in a loop, and the way back be lost.
 */

import { KmodError } from "../core/errors.ts";
import type { FileSystem } from "../core/platform.ts";
import { followLinks } from "../core/real-directory.ts";
import type { LinkPlace, WantedLink } from "./link-plan.ts";
import { joinPath, relativePath } from "./paths.ts";

/** The absolute paths of all names in these places. */
function namesIn(places: readonly LinkPlace[]): ReadonlySet<string> {
  return new Set(places.flatMap(({ realDirectory, links }) => links.map(({ name }) => joinPath(realDirectory, name))));
}

/**
 * Where an absolute path ends, if one of the links on the way is among `names`, which are to become links themselves;
 * undefined if none is. Throws SystemError.
 */
export function endBehind(files: FileSystem, path: string, names: ReadonlySet<string>): string | undefined {
  let passes = false;
  const end = followLinks(path, (each) => {
    const target = targetOf(files, each);
    if (target !== undefined && names.has(each)) passes = true;
    return target;
  });
  return passes ? end : undefined;
}

function targetOf(files: FileSystem, path: string): string | undefined {
  try {
    return files.readLink(path);
  } catch (error) {
    if (error instanceof KmodError && error.errno === "EINVAL") return undefined;
    throw error;
  }
}

/** The places with links that lead past all of their own names. Throws SystemError. */
export function withoutLoops(files: FileSystem, places: readonly LinkPlace[], relative: boolean): readonly LinkPlace[] {
  const names = namesIn(places);
  return places.map((place): LinkPlace => {
    const past = (link: WantedLink): WantedLink => {
      const end = endBehind(files, link.target.startsWith("/") ? link.target : link.file, names);
      if (end === undefined) return link;
      return { name: link.name, target: relative ? relativePath(place.realDirectory, end) : end, file: end };
    };
    return { ...place, links: place.links.map(past) };
  });
}
