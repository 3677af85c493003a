/** Links to the manual pages that come with the program, where man(1) finds them. */

import { KmodError } from "../core/errors.ts";
import type { FileSystem } from "../core/platform.ts";
import { realDirectory } from "../core/real-directory.ts";
import type { LinkPlace } from "./link-plan.ts";
import { joinPath, relativePath } from "./paths.ts";
import { wantedDirectory } from "./wanted-directory.ts";

/**
 * Where pages are, seen from the program: in the npm package, from its static executable, beside a build of that, in a
 * system.
 */
const PLACES = ["../dist/man", "../../dist/man", "../man", "../share/man"];

const SECTIONS = ["man5", "man8"];

/** What pages are compressed with, if at all: man(1) reads them all, and a link keeps the ending. */
const COMPRESSED = /\.(?:gz|xz|zst|bz2|lzma)$/;

/** What our pages' names begin with. */
const PREFIX = "kmod-ts-";

/** Pages of file formats that are also kmod's. That of modules-load.d is systemd's to have. */
const FORMATS = ["modprobe.d.5", "depmod.d.5", "modules.dep.5"];

/** What is asked for. */
export interface ManLinks {
  /** The directory for `man5` and `man8`: as the user gave it, and absolute. */
  readonly directory: string;
  readonly absolute: string;
  /** The program's file, without symbolic links. */
  readonly program: string;
  /** Tools whose pages are wanted under the tools' own names too. */
  readonly tools: readonly string[];
  readonly relative: boolean;
}

/** The links of both sections. Throws KmodError (ENOENT) where the program has no pages with it. */
export function manLinks(files: FileSystem, wanted: ManLinks): readonly LinkPlace[] {
  const pages = findPages(files, wanted.program);
  const plain = new Set([...wanted.tools.map((name) => `${name}.8`), ...FORMATS]);
  return SECTIONS.map((section): LinkPlace => {
    const directory = joinPath(wanted.directory, section);
    const real = wantedDirectory(files, joinPath(wanted.absolute, section), directory);
    const links = pageNames(files, joinPath(pages, section)).flatMap((page) => {
      const file = joinPath(joinPath(pages, section), page);
      const target = wanted.relative ? relativePath(real, file) : file;
      const short = page.startsWith(PREFIX) ? page.slice(PREFIX.length) : "";
      return [page, ...(plain.has(short.replace(COMPRESSED, "")) ? [short] : [])].map((name) => ({
        name,
        target,
        file,
      }));
    });
    return { directory, realDirectory: real, links };
  });
}

/** The directory of the pages, without symbolic links. */
function findPages(files: FileSystem, program: string): string {
  const beside = program.slice(0, program.lastIndexOf("/"));
  for (const place of PLACES) {
    const path = `${beside}/${place}`;
    if (hasPages(files, `${path}/man8`)) return realDirectory(files, path);
  }
  const looked = PLACES.map((place) => `'${place}'`).join(", ");
  throw new KmodError(`no manual pages come with '${program}': it has none in ${looked}`, "ENOENT");
}

/** Whether the page of everything is there, compressed or not. */
function hasPages(files: FileSystem, directory: string): boolean {
  try {
    return files.list(directory).some(({ name }) => name.replace(COMPRESSED, "") === "kmod-ts.8");
  } catch (error) {
    if (error instanceof KmodError && (error.errno === "ENOENT" || error.errno === "ENOTDIR")) return false;
    throw error;
  }
}

/** Ours alone: a system's directory has others. Sorted, as the order of a directory says nothing. */
function pageNames(files: FileSystem, directory: string): readonly string[] {
  const names = files.list(directory).map(({ name }) => name);
  return names.filter((name) => /^(kmod-ts[.-]|modules\.kmod-ts\.)/.test(name)).sort();
}
