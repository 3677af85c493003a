/**
 * The symbol versions (CRCs) that a module was built against, in both forms that kernels use.
 *
 * __versions is an array of 64-byte records in the file's byte order:
 *
 *     32-bit  | CRC 4 | name, NUL padded 60 |
 *     64-bit  | CRC 8 | name, NUL padded 56 |
 *
 * Since Linux 6.14 names may be longer than that: __version_ext_crcs holds 32-bit CRCs and __version_ext_names the
 * NUL-terminated names in the same order. kmod does not read these.
 */

import { toByteString } from "../bytes.ts";
import { FormatError } from "../errors.ts";
import type { ElfFile } from "./file.ts";
import { decodeStrings, readStringSection } from "./string-table.ts";
import { SymbolPlaces } from "./symbol-places.ts";

/** Bytes of a record of __versions. */
export const RECORD_LENGTH = 64;
const CRC_LENGTH = { 32: 4, 64: 8 } as const;
const EXTENDED_CRC_LENGTH = 4;

/** A symbol name, a byte string as stored, and its CRC. */
export interface SymbolVersion {
  readonly name: string;
  readonly crc: bigint;
}

/** The records of __versions, in file order. Throws `FormatError`: ENODATA without the section, EINVAL if damaged. */
export function readSymbolVersions(elf: ElfFile): readonly SymbolVersion[] {
  const crcLength = CRC_LENGTH[elf.elfClass];
  const places = new SymbolPlaces();
  const bytes = findVersions(elf, places);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from(places.offsets.subarray(0, places.count), (offset) => {
    const at = offset - crcLength;
    const crc =
      crcLength === 8 ? view.getBigUint64(at, elf.littleEndian) : BigInt(view.getUint32(at, elf.littleEndian));
    return { name: toByteString(bytes, offset, bytes.indexOf(0, offset)), crc };
  });
}

/**
 * Puts the names of the records of __versions into `places`, each of which ends in NUL, and returns the bytes that they are in. Throws as
 * `readSymbolVersions` does.
 */
export function findVersions(elf: ElfFile, places: SymbolPlaces): Uint8Array {
  const section = elf.section("__versions");
  if (section === undefined) throw new FormatError(elf.source.name, "has no section __versions", "ENODATA");
  if (section.size % RECORD_LENGTH !== 0) {
    throw new FormatError(elf.source.name, `__versions has ${section.size} bytes, not records of ${RECORD_LENGTH}`);
  }
  const bytes = elf.bytes(section);
  const crcLength = CRC_LENGTH[elf.elfClass];
  places.count = 0;
  for (let at = 0; at < bytes.length; at += RECORD_LENGTH) {
    const end = at + RECORD_LENGTH;
    // Names are padded with NULs, so that looking at the last byte is mostly enough.
    if (bytes[end - 1] !== 0 && !bytes.subarray(at + crcLength, end).includes(0)) {
      throw new FormatError(elf.source.name, "a name in __versions has no end", "EINVAL", section.offset + at);
    }
    places.add(at + crcLength, 0);
  }
  return bytes;
}

/**
 * The extended versions, in file order; undefined for a module without them. Throws `FormatError` (EINVAL) where the
 * kernel refuses them: one section without the other, or not one name for each CRC.
 */
export function readExtendedVersions(elf: ElfFile): readonly SymbolVersion[] | undefined {
  const crcSection = elf.section("__version_ext_crcs");
  const nameSection = elf.section("__version_ext_names");
  if (crcSection === undefined && nameSection === undefined) return undefined;
  if (crcSection === undefined || nameSection === undefined) {
    throw new FormatError(elf.source.name, "has only one of __version_ext_crcs and __version_ext_names");
  }
  const crcs = elf.bytes(crcSection);
  const list = readStringSection(elf, nameSection);
  const names = decodeStrings(list);
  if (list.length > 0 && list.at(-1) !== 0) {
    throw new FormatError(elf.source.name, "__version_ext_names does not end with NUL", "EINVAL", nameSection.offset);
  }
  if (crcs.length !== names.length * EXTENDED_CRC_LENGTH) {
    throw new FormatError(elf.source.name, `${names.length} extended version names for ${crcs.length} bytes of CRCs`);
  }
  const view = new DataView(crcs.buffer, crcs.byteOffset, crcs.length);
  return names.map((name, at) => ({
    name,
    crc: BigInt(view.getUint32(at * EXTENDED_CRC_LENGTH, elf.littleEndian)),
  }));
}
