/** The files that lint looks at: what each tool would read, and what lies beside and is read by none. */

import { compareBytes, toByteString } from "../bytes.ts";
import { errnoText } from "../errno.ts";
import { KmodError } from "../errors.ts";
import type { FileSystem } from "../platform.ts";
import { realDirectory } from "../real-directory.ts";

/** Which manual a file follows. */
export type SourceKind = "modprobe.d" | "depmod.d" | "modules-load.d";

/** The directories of each kind, highest priority first. */
export const DIRECTORIES: Readonly<Record<SourceKind, readonly string[]>> = {
  "modprobe.d": directoriesOf("modprobe.d"),
  "depmod.d": directoriesOf("depmod.d"),
  "modules-load.d": directoriesOf("modules-load.d"),
};

function directoriesOf(name: string): readonly string[] {
  return ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"].map((parent) => `${parent}/${name}`);
}

export interface SourceFile {
  readonly kind: SourceKind;
  readonly path: string;
  /** A byte string. */
  readonly text: string;
}

/** A file that one of the same name before it hides. */
export interface HiddenFile {
  readonly kind: SourceKind;
  readonly path: string;
  readonly by: string;
}

export interface Sources {
  /** What counts, each kind in reading order. */
  readonly files: readonly SourceFile[];
  readonly hidden: readonly HiddenFile[];
  /** Files in these directories whose names do not end in `.conf`. */
  readonly unread: readonly SourceFile[];
  /** Links to nothing. */
  readonly dangling: readonly string[];
}

/** Names that somebody keeps aside on purpose: package managers, editors, people. */
const KEPT_ASIDE =
  /^\.|~$|^README|^#|\.(?:dpkg-.*|ucf-.*|rpm\w+|bak|old|orig|save|disabled|off|example|sample|md|txt|swp|pacnew|pacsave)$/i;

/** Which kind a path is by the directory that it lies in; modprobe.d where that does not tell. */
export function kindOf(path: string): SourceKind {
  const directory = path.replace(/\/+$/, "").split("/");
  return (["depmod.d", "modules-load.d"] as const).find((kind) => directory.slice(-2).includes(kind)) ?? "modprobe.d";
}

/**
 * Reads the files of one kind in directories or files, highest priority first. A file of a directory hides those of the same name in later ones; one
 * that is named itself always counts. `onProblem` hears of what is there and cannot be read.
 */
export function readSources(
  files: FileSystem,
  kind: SourceKind,
  paths: readonly string[],
  onProblem: (text: string) => void,
): Sources {
  const counted: SourceFile[] = [];
  const firstOfName = new Map<string, SourceFile>();
  const hidden: HiddenFile[] = [];
  const unread: SourceFile[] = [];
  const dangling: string[] = [];

  function takeMember(source: SourceFile): void {
    const name = baseName(source.path);
    const first = firstOfName.get(name);
    if (first === undefined) {
      firstOfName.set(name, source);
      counted.push(source);
    } else if (first.text !== source.text) hidden.push({ kind, path: source.path, by: first.path });
  }

  const places = differentPlaces(files, paths, onProblem);
  for (const path of new Set(places.flatMap((place) => filesAt(files, place, onProblem)))) {
    const isNamed = paths.includes(path);
    const counts = isNamed || isRead(baseName(path));
    if (!counts && KEPT_ASIDE.test(baseName(path))) continue;
    const text = textAt(files, path, onProblem);
    if (text === undefined) dangling.push(path);
    else if (isNamed) counted.push({ kind, path, text });
    else if (counts) takeMember({ kind, path, text });
    else unread.push({ kind, path, text });
  }
  const inOrder = counted.toSorted((left, right) => compareBytes(baseName(left.path), baseName(right.path)));
  return { files: inOrder, hidden, unread, dangling };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Each place once: where /lib leads to /usr/lib, most have two names. */
function differentPlaces(
  files: FileSystem,
  paths: readonly string[],
  onProblem: (text: string) => void,
): readonly string[] {
  const real = new Set<string>();
  return paths.filter((path) => {
    const place = realPlace(files, path, onProblem);
    if (real.has(place)) return false;
    real.add(place);
    return true;
  });
}

/** Where a path leads; the path itself where that cannot be said. */
function realPlace(files: FileSystem, path: string, onProblem: (text: string) => void): string {
  try {
    return realDirectory(files, path);
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    if (!isAbsence(error)) onProblem(`could not find out where ${path} leads: ${errnoText(error.errno)}`);
    return path;
  }
}

function isAbsence({ errno }: KmodError): boolean {
  return errno === "ENOENT" || errno === "ENOTDIR";
}

function isRead(name: string): boolean {
  return name.endsWith(".conf") && name.length > ".conf".length && !name.startsWith(".");
}

/** A file itself, or the files in a directory, by name. */
function filesAt(files: FileSystem, path: string, onProblem: (text: string) => void): readonly string[] {
  try {
    if (files.status(path).type !== "directory") return [path];
    return files
      .list(path)
      .map(({ name }) => `${path.replace(/\/+$/, "")}/${name}`)
      .sort();
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    if (!isAbsence(error)) onProblem(`could not open ${path}: ${errnoText(error.errno)}`);
    return [];
  }
}

/**
 * The text of a regular file; none of anything else: a link to /dev/null hides others, and a pipe would block. Undefined: a link to nothing, which
 * hides nothing.
 */
function textAt(files: FileSystem, path: string, onProblem: (text: string) => void): string | undefined {
  try {
    return files.status(path).type === "file" ? toByteString(files.read(path)) : "";
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    if (error.errno === "ENOENT") return undefined;
    onProblem(`could not read ${path}: ${errnoText(error.errno)}`);
    return "";
  }
}
