/** Module images that no longer say which kernel they were built for: what forcing means where init_module(2) has no flags. */

import { FormatError } from "../errors.ts";
import { imageSource } from "./byte-source.ts";
import { type ElfFile, readElf } from "./file.ts";

/** What the kernel is to overlook. */
export interface Forcing {
  readonly ignoreModversions: boolean;
  readonly ignoreVermagic: boolean;
}

/** sh_flags stands at the same offset in the section headers of both classes, and is as wide as an address. */
const FLAGS_OFFSET = 8;
const SHF_ALLOC = 2;

/**
 * The ELF image to hand over instead of `image`, which is not changed: without the marks that make the kernel read symbol
 * versions, and without vermagic. Throws `FormatError` (ENODATA) for a module without vermagic, and for what is no ELF file.
 * `name` is the file, for messages.
 */
export function forcedImage(name: string, image: Uint8Array, forcing: Forcing): Uint8Array {
  if (!forcing.ignoreModversions && !forcing.ignoreVermagic) return image;
  const elf = readElf(imageSource(name, image));
  const forced = image.slice();
  if (forcing.ignoreModversions) hideVersions(elf, forced);
  if (forcing.ignoreVermagic) blankVermagic(elf, forced);
  return forced;
}

/** A section that is not to be loaded does not exist for the kernel. */
function hideVersions(elf: ElfFile, forced: Uint8Array): void {
  const section = elf.section("__versions");
  if (section === undefined) return;
  const width = elf.elfClass === 64 ? 8 : 4;
  const lowest = elf.headerOffset(section) + FLAGS_OFFSET + (elf.littleEndian ? 0 : width - 1);
  forced[lowest] = (forced[lowest] ?? 0) & ~SHF_ALLOC;
}

function blankVermagic(elf: ElfFile, forced: Uint8Array): void {
  const section = elf.section(".modinfo");
  const start = section === undefined ? undefined : findVermagic(elf.bytes(section));
  if (section === undefined || start === undefined)
    throw new FormatError(elf.source.name, "has no vermagic", "ENODATA");
  const from = section.offset + start;
  const nul = forced.indexOf(0, from);
  const end = section.offset + section.size;
  forced.fill(0, from, nul < 0 ? end : Math.min(nul, end));
}

/** The offset of the string `vermagic=…` in the bytes of .modinfo. */
function findVermagic(modinfo: Uint8Array): number | undefined {
  const key = Array.from("vermagic=", (letter) => letter.charCodeAt(0));
  for (let start = 0; start < modinfo.length; ) {
    if (key.every((byte, at) => modinfo[start + at] === byte)) return start;
    const nul = modinfo.indexOf(0, start);
    if (nul < 0) return undefined;
    start = nul + 1;
  }
  return undefined;
}
