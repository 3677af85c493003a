/**
 * /sys/module/NAME: what the kernel says about one module. See Documentation/ABI/stable/sysfs-module.
 *
 * Absence is an answer here: a module that is not loaded, an attribute that this kernel does not have. It is
 * undefined or an empty list, never an error. Built-in code with parameters has a directory too, without `initstate`.
 */

import { toByteString } from "../bytes.ts";
import { decodeBuildId } from "../elf/build-id.ts";
import type { Errno } from "../errno.ts";
import { FormatError, KmodError, SystemError } from "../errors.ts";
import type { FileSystem } from "../platform.ts";

export type InitState = "live" | "coming" | "going";

/** A section of a loaded module. */
export interface LoadedSection {
  readonly name: string;
  /** As printed, with `0x`; undefined where the caller may not read it. */
  readonly address: string | undefined;
}

/** A parameter of a loaded module. */
export interface LoadedParameter {
  readonly name: string;
  /** Byte string without the final newline; undefined where it cannot be read. */
  readonly value: string | undefined;
  /** Why it cannot be read; undefined where it can. */
  readonly errno: Errno | undefined;
  /** Permission bits; undefined where they cannot be had. */
  readonly mode: number | undefined;
}

/** Bytes: the kernel prints no more into an attribute than a page, of at most this size. */
const LONGEST_ATTRIBUTE = 65_536;

const INTEGER = /^\s*([+-]?\d{1,15})(?:\s|$)/;

/**
 * The state of a module; undefined if it has no directory. A directory without `initstate` is a module that is just
 * being set up (or built-in code). Throws `SystemError`, or `FormatError` for a state that no kernel prints.
 */
export function readInitState(files: FileSystem, name: string): InitState | undefined {
  const path = attributePath(name, "initstate");
  const directory = `/sys/module/${name}`;
  if (path === undefined || !isPresent(files, directory)) return undefined;
  const text = readAttribute(files, path);
  // It may have gone meanwhile.
  if (text === undefined) return isPresent(files, directory) ? "coming" : undefined;
  if (text === "live" || text === "coming" || text === "going") return text;
  throw new FormatError(path, `unknown module state '${text}'`);
}

/** The use count, -1 while unloading; undefined without directory or unload support. Throws like `readInitState`. */
export function readReferenceCount(files: FileSystem, name: string): number | undefined {
  return readInteger(files, name, "refcnt");
}

/** Bytes that the module occupies after its initialisation; undefined without directory. Throws like `readInitState`. */
export function readCoreSize(files: FileSystem, name: string): number | undefined {
  return readInteger(files, name, "coresize");
}

/** The modules that use this one, in directory order, which is kmod's; see kernfs-order.ts. Throws `SystemError`. */
export function readHolders(files: FileSystem, name: string): readonly string[] {
  return listAttributes(files, name, "holders");
}

/** The sections of a module in directory order; addresses are for root only. Throws `SystemError`. */
export function readSections(files: FileSystem, name: string): readonly LoadedSection[] {
  return listAttributes(files, name, "sections").flatMap((section): readonly LoadedSection[] => {
    try {
      const address = readAttribute(files, `/sys/module/${name}/sections/${section}`);
      return address === undefined ? [] : [{ name: section, address }];
    } catch (error) {
      if (error instanceof KmodError) return [{ name: section, address: undefined }];
      throw error;
    }
  });
}

/**
 * The parameters of a module in directory order. Write-only and root-only ones are listed without value; what vanishes after the
 * listing is left out. Throws `SystemError`.
 */
export function readParameters(files: FileSystem, name: string): readonly LoadedParameter[] {
  return listAttributes(files, name, "parameters").flatMap((parameter): readonly LoadedParameter[] => {
    const path = `/sys/module/${name}/parameters/${parameter}`;
    let mode: number | undefined;
    try {
      const status = unlessAbsent(() => files.status(path));
      mode = status?.mode;
      if (status !== undefined && (status.type !== "file" || status.size > LONGEST_ATTRIBUTE)) {
        const errno = status.type === "file" ? "EFBIG" : "EINVAL";
        return [{ name: parameter, value: undefined, errno, mode }];
      }
      const value = readAttribute(files, path);
      return value === undefined ? [] : [{ name: parameter, value, errno: undefined, mode }];
    } catch (error) {
      if (!(error instanceof KmodError)) throw error;
      return [{ name: parameter, value: undefined, errno: error.errno, mode }];
    }
  });
}

/** Taint letters, see taint.ts, empty for none; undefined without directory. Throws `SystemError`. */
export function readTaint(files: FileSystem, name: string): string | undefined {
  const path = attributePath(name, "taint");
  return path === undefined ? undefined : readAttribute(files, path);
}

/** The build id of a module, a byte string; undefined where the kernel shows none. Throws `SystemError`. */
export function readBuildIdNote(files: FileSystem, name: string): string | undefined {
  const path = attributePath(name, "notes/.note.gnu.build-id");
  const note = path === undefined ? undefined : unlessAbsent(() => files.read(path));
  if (note === undefined) return undefined;
  // The note is in this machine's byte order, which nothing here says.
  const id = decodeBuildId(note, true) ?? decodeBuildId(note, false);
  return id === undefined ? undefined : toByteString(id);
}

/** The hash of a module's sources that it states; undefined where it states none. Throws `SystemError`. */
export function readSourceVersion(files: FileSystem, name: string): string | undefined {
  const path = attributePath(name, "srcversion");
  return path === undefined ? undefined : readAttribute(files, path);
}

/** Undefined for what cannot be the name of a directory, so that no name leads out of /sys/module. */
function attributePath(name: string, attribute: string): string | undefined {
  if (name === "" || name === "." || name === ".." || name.includes("/") || name.includes("\0")) return undefined;
  return `/sys/module/${name}/${attribute}`;
}

function readInteger(files: FileSystem, name: string, attribute: string): number | undefined {
  const path = attributePath(name, attribute);
  const text = path === undefined ? undefined : readAttribute(files, path);
  if (path === undefined || text === undefined) return undefined;
  const digits = INTEGER.exec(text)?.[1];
  if (digits === undefined) throw new FormatError(path, `expected an integer, found '${text}'`);
  return Number(digits);
}

/** The text of an attribute without its final newline. */
function readAttribute(files: FileSystem, path: string): string | undefined {
  const text = unlessAbsent(() => toByteString(files.read(path)));
  return text?.endsWith("\n") ? text.slice(0, -1) : text;
}

function listAttributes(files: FileSystem, name: string, group: string): readonly string[] {
  const path = attributePath(name, group);
  if (path === undefined) return [];
  return unlessAbsent(() => files.list(path))?.map((entry) => entry.name) ?? [];
}

function isPresent(files: FileSystem, path: string): boolean {
  return unlessAbsent(() => files.exists(path)) === true;
}

/** ENODEV: the module was removed between opening and reading. ENAMETOOLONG: no module has such a name. */
function unlessAbsent<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SystemError && ["ENOENT", "ENOTDIR", "ENODEV", "ENAMETOOLONG"].includes(error.errno))
      return undefined;
    throw error;
  }
}
