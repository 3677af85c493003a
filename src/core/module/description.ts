/** What is known of a module from its file or, for a built-in, from modules.builtin.modinfo. See modinfo(8). */

import { readBuildId } from "../elf/build-id.ts";
import { readElf } from "../elf/file.ts";
import { type ModinfoEntry, readModinfo } from "../elf/modinfo.ts";
import { withModuleImage } from "../elf/module-file.ts";
import { type ModuleSignature, readSignature } from "../elf/signature.ts";
import type { Platform } from "../platform.ts";

export interface ModuleDescription {
  /** The strings of `.modinfo`, in order, byte strings. */
  readonly entries: readonly ModinfoEntry[];
  readonly buildId: Uint8Array | undefined;
  readonly signature: ModuleSignature | undefined;
}

/**
 * Describes the module in a file (plain or compressed). Throws SystemError where it cannot be read and FormatError
 * where it is no module: ENOEXEC for no ELF file, EINVAL for a damaged one, ENODATA without `.modinfo`.
 */
export function readModuleDescription(platform: Platform, path: string): ModuleDescription {
  return withModuleImage(platform, path, (image) => {
    const elf = readElf(image);
    const signature = readSignature(image);
    return {
      entries: readModinfo(elf),
      buildId: readBuildId(elf)?.slice(),
      signature: signature === undefined ? undefined : detached(signature),
    };
  });
}

/** A signature with bytes of its own: those of the image are gone when the file is closed. */
function detached(signature: ModuleSignature): ModuleSignature {
  return { ...signature, keyId: signature.keyId.slice(), signature: signature.signature.slice() };
}
