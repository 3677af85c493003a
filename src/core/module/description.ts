/** What is known of a module from its file or, for a built-in, from modules.builtin.modinfo. See modinfo(8). */

import { fromByteString, toByteString } from "../bytes.ts";
import { readBuildId } from "../elf/build-id.ts";
import { readElf } from "../elf/file.ts";
import { type ModinfoEntry, readModinfoSection, splitModinfo } from "../elf/modinfo.ts";
import { withModuleImage } from "../elf/module-file.ts";
import { type ModuleSignature, readSignature } from "../elf/signature.ts";
import type { Platform } from "../platform.ts";

/**
 * The parts of a module that describe it, all byte strings: arrays of their own for each of 4000 modules would cost
 * more than what is done with them.
 */
export interface ModuleParts {
  /** The section `.modinfo`: NUL-separated strings `key=value`. */
  readonly modinfo: string;
  readonly buildId: string | undefined;
  readonly signature: SignatureText | undefined;
}

/** A signature whose bytes are byte strings. */
export interface SignatureText extends Omit<ModuleSignature, "keyId" | "signature"> {
  readonly keyId: string;
  readonly signature: string;
}

/** What a module says of itself. */
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
  const { modinfo, buildId, signature } = readModuleParts(platform, path);
  return {
    entries: splitModinfo(modinfo),
    buildId: buildId === undefined ? undefined : fromByteString(buildId),
    signature: signature === undefined ? undefined : toBytes(signature),
  };
}

/** The same, with the strings as they are: for whoever has 4000 modules to list. */
export function readModuleParts(platform: Platform, path: string): ModuleParts {
  return withModuleImage(platform, path, (image) => {
    const elf = readElf(image);
    const modinfo = toByteString(readModinfoSection(elf));
    const buildId = readBuildId(elf);
    const signature = readSignature(image);
    return {
      modinfo,
      buildId: buildId === undefined ? undefined : toByteString(buildId),
      signature: signature === undefined ? undefined : toText(signature),
    };
  });
}

function toText(signature: ModuleSignature): SignatureText {
  return {
    idType: signature.idType,
    signer: signature.signer,
    keyId: toByteString(signature.keyId),
    hashAlgorithm: signature.hashAlgorithm,
    signature: toByteString(signature.signature),
  };
}

function toBytes(signature: SignatureText): ModuleSignature {
  return { ...signature, keyId: fromByteString(signature.keyId), signature: fromByteString(signature.signature) };
}
