/**
 * /proc/modules: what the kernel has loaded, one line a module, newest first. See proc(5).
 *
 *     NAME SIZE REFERENCES USERS STATE ADDRESS (TAINT)
 *
 * USERS is `-`, or names each followed by a comma, `[permanent],` among them for a module without an exit function.
 * A kernel without unload support prints `-` for REFERENCES and USERS. STATE is Live, Loading or Unloading. TAINT is
 * absent on a clean live module and ends in `+` while loading, `-` while unloading.
 *
 * One read of this file says all that a listing needs. kmod reads /sys/module once more for each line; the values are
 * the same, except that SIZE counts the init part while a module is loading.
 */

import { toByteString } from "../bytes.ts";
import type { Platform } from "../platform.ts";
import { toKernfsOrder, type WordBits } from "./kernfs-order.ts";

/** A module that the kernel has loaded, or is loading or removing. */
export interface LoadedModule {
  /** Byte string, `-` as `_`. */
  readonly name: string;
  /** Bytes in kernel memory. */
  readonly size: number;
  /** Use count; -1 while unloading; undefined on a kernel without unload support. */
  readonly references: number | undefined;
  /** Names of the modules that use it, in the order of /sys/module/NAME/holders. */
  readonly usedBy: readonly string[];
  /** Cannot be unloaded: it has no exit function. */
  readonly permanent: boolean;
  readonly state: "live" | "loading" | "unloading";
  /** As printed, with `0x`; zeros where the kernel hides it, empty where the line has none. */
  readonly address: string;
  /** Taint letters as printed, see taint.ts; empty for none. */
  readonly taint: string;
}

/** One line: a module, or the number (from 1) of a line that is none, with the name it begins with (may be empty). */
export type ModuleLine = { readonly module: LoadedModule } | { readonly badLine: number; readonly name: string };

/** Where the list is. */
export const PROC_MODULES = "/proc/modules";

const BLANKS = /[ \t]+/;
const SIZE = /^\d{1,15}$/;
const REFERENCES = /^(?:-|-?\d{1,10})$/;
const STATES = { Live: "live", Loading: "loading", Unloading: "unloading" } as const;

/** The lines of /proc/modules (a byte string), in the kernel's order. Never throws. */
export function parseProcModules(text: string): readonly ModuleLine[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const bits = wordBits(text);
  return lines.map((line, index) => parseLine(line, index + 1, bits));
}

/** The modules of the running kernel, with the lines that are none. Throws `SystemError` (ENOENT: no module support). */
export function readProcModules(platform: Platform): readonly ModuleLine[] {
  return parseProcModules(toByteString(platform.files.read(PROC_MODULES)));
}

/** The modules of the running kernel, newest first; malformed lines are left out. Throws `SystemError`. */
export function readLoadedModules(platform: Platform): readonly LoadedModule[] {
  return modulesOf(readProcModules(platform));
}

/** The modules among the lines. */
export function modulesOf(lines: readonly ModuleLine[]): readonly LoadedModule[] {
  return lines.flatMap((line) => ("module" in line ? [line.module] : []));
}

/** Addresses are printed with all their digits, also where they are hidden. */
function wordBits(text: string): WordBits {
  return /[ \t]0x[0-9a-f]{8}(?![0-9a-f])/.test(text) ? 32 : 64;
}

function parseLine(line: string, number: number, bits: WordBits): ModuleLine {
  const words = line.split(BLANKS).filter((word) => word !== "");
  const [name = "", size = "", references = "", users = "-", state = "", address = "", taint = ""] = words;
  if (!SIZE.test(size) || !REFERENCES.test(references)) return { badLine: number, name: toModuleName(name) };
  const listed = users.split(",");
  return {
    module: {
      name: toModuleName(name),
      size: Number(size),
      references: references === "-" ? undefined : Number(references),
      usedBy: toKernfsOrder(listed.filter(isName), bits).map(toModuleName),
      permanent: listed.includes("[permanent]"),
      state: Object.hasOwn(STATES, state) ? STATES[state as keyof typeof STATES] : "live",
      address,
      taint: taint.replace(/[^A-Z]/g, ""),
    },
  };
}

/** `[permanent]` and the `[unsafe]` of old kernels stand among the users and are none. */
function isName(user: string): boolean {
  return user !== "" && user !== "-" && !user.startsWith("[");
}

/** A name as kmod shows it: cut at the first `.`, `-` as `_`. A `/`, which no kernel prints, stays. */
function toModuleName(name: string): string {
  const dot = name.indexOf(".");
  return (dot < 0 ? name : name.slice(0, dot)).replaceAll("-", "_");
}
