/** The module file that the kernel refused, read once for all questions about it. */

import { architectureOf } from "../elf/architecture.ts";
import { detectCompression } from "../elf/compression.ts";
import { type ElfFile, readElf } from "../elf/file.ts";
import { type ModinfoEntry, readModinfo } from "../elf/modinfo.ts";
import { withModuleImage } from "../elf/module-file.ts";
import { readSignature } from "../elf/signature.ts";
import { type NeededSymbol, readNeededSymbols } from "../elf/symbols.ts";
import { readInternalName } from "../elf/this-module.ts";
import { readExtendedVersions } from "../elf/versions.ts";
import { FormatError, SystemError } from "../errors.ts";
import type { ByteSource, Compression, Platform } from "../platform.ts";
import { ifReadable } from "./scene.ts";

/** What a module file says. A part that is absent or damaged is undefined or empty. */
export interface Suspect {
  readonly path: string;
  /** E.g. `amd64`; class and byte order where the machine comes in several. */
  readonly architecture: string;
  readonly internalName: string | undefined;
  /** Undefined where it is not there or cannot be read, which is not the same as empty. */
  readonly modinfo: readonly ModinfoEntry[] | undefined;
  readonly signature: { readonly signer: string; readonly hashAlgorithm: string } | undefined;
  readonly needed: readonly NeededSymbol[];
}

/** The module at `path`; what is wrong with a file that is none; undefined where it cannot be read. */
export function readSuspect(platform: Platform, path: string): Suspect | FormatError | undefined {
  try {
    return withModuleImage(platform, path, (image) => describe(path, image));
  } catch (error) {
    if (error instanceof FormatError) return error;
    if (error instanceof SystemError) return undefined;
    throw error;
  }
}

/** The compression of the file at `path` by its first bytes. Throws `SystemError`, or `FormatError` for a short file. */
export function compressionAt(platform: Platform, path: string): Compression | undefined {
  return platform.files.withFile(path, (file) => detectCompression(file.read(0, Math.min(6, file.size))));
}

/** The value that a module states for a key of .modinfo: of several the first, which the kernel takes. */
export function modinfoValue({ modinfo }: Suspect, key: string): string | undefined {
  return modinfo?.find((entry) => entry.key === key)?.value;
}

function describe(path: string, image: ByteSource): Suspect {
  const elf = readElf(image);
  const signature = ifReadable(() => readSignature(image));
  return {
    path,
    architecture: architectureOf(elf),
    internalName: ifReadable(() => readInternalName(elf)),
    modinfo: ifReadable(() => readModinfo(elf)),
    signature: signature && { signer: signature.signer, hashAlgorithm: signature.hashAlgorithm },
    needed: ifReadable(() => neededBy(elf)) ?? [],
  };
}

function neededBy(elf: ElfFile): readonly NeededSymbol[] {
  const extended = new Map(readExtendedVersions(elf)?.map(({ name, crc }) => [name, crc]));
  return readNeededSymbols(elf).map((symbol) => ({ ...symbol, crc: extended.get(symbol.name) ?? symbol.crc }));
}
