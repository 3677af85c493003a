/** What is known of a module from its file or, for a built-in, from modules.builtin.modinfo. See modinfo(8). */

import { readBuildId } from "../elf/build-id.ts";
import { readElf } from "../elf/file.ts";
import { decodeModinfo, type ModinfoEntry, readModinfoSection } from "../elf/modinfo.ts";
import { withModuleImage } from "../elf/module-file.ts";
import { type ModuleSignature, readSignature } from "../elf/signature.ts";
import type { Platform } from "../platform.ts";

/** The parts of a module that describe it. */
export interface ModuleParts {
  /** The section `.modinfo`: NUL-separated strings `key=value`. */
  readonly modinfo: Uint8Array;
  readonly buildId: Uint8Array | undefined;
  readonly signature: ModuleSignature | undefined;
}

/** The same with the strings taken apart. */
export interface ModuleDescription extends Omit<ModuleParts, "modinfo"> {
  /** The strings of `.modinfo`, in order, byte strings. */
  readonly entries: readonly ModinfoEntry[];
}

/**
 * Describes the module in a file (plain or compressed). Throws SystemError where it cannot be read and FormatError
 * where it is no module: ENOEXEC for no ELF file, EINVAL for a damaged one, ENODATA without `.modinfo`.
 */
export function readModuleDescription(platform: Platform, path: string): ModuleDescription {
  const { modinfo, buildId, signature } = readModuleParts(platform, path);
  return { entries: decodeModinfo(modinfo), buildId, signature };
}

/** The same, with the strings as they are: for whoever has 4000 modules to list. */
export function readModuleParts(platform: Platform, path: string): ModuleParts {
  return withModuleImage(platform, path, (image) => {
    const elf = readElf(image);
    const modinfo = readModinfoSection(elf).slice();
    const signature = readSignature(image);
    return {
      modinfo,
      buildId: readBuildId(elf)?.slice(),
      signature: signature === undefined ? undefined : detached(signature),
    };
  });
}

/** A signature with bytes of its own: those of the image are gone when the file is closed. */
function detached(signature: ModuleSignature): ModuleSignature {
  return { ...signature, keyId: signature.keyId.slice(), signature: signature.signature.slice() };
}
