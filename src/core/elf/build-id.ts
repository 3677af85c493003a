/**
 * The build id that the linker puts into section .note.gnu.build-id. See elf(5), "Notes".
 *
 *     | namesz 4 | descsz 4 | type 4 | "GNU\0" | descsz bytes |    words in the file's byte order
 */

import type { ElfFile } from "./file.ts";

const NT_GNU_BUILD_ID = 3;
const HEADER_LENGTH = 12;
const OWNER = [0x47, 0x4e, 0x55, 0] as const;
/** Bytes; real ids have 8 to 32, and a larger section is no such note. */
const LARGEST_NOTE = 64 * 1024;

/** The build id, possibly empty; undefined if the module has none or the note is not one. */
export function readBuildId(elf: ElfFile): Uint8Array | undefined {
  const section = elf.section(".note.gnu.build-id");
  if (section === undefined || section.size > LARGEST_NOTE) return undefined;
  return decodeBuildId(elf.bytes(section), elf.littleEndian);
}

/** The build id in the bytes of the note's section; undefined if they are too short or another kind of note. */
export function decodeBuildId(note: Uint8Array, littleEndian: boolean): Uint8Array | undefined {
  const start = HEADER_LENGTH + OWNER.length;
  if (note.length < start) return undefined;
  const view = new DataView(note.buffer, note.byteOffset, note.length);
  const length = view.getUint32(4, littleEndian);
  if (view.getUint32(0, littleEndian) !== OWNER.length) return undefined;
  if (view.getUint32(8, littleEndian) !== NT_GNU_BUILD_ID) return undefined;
  if (OWNER.some((byte, at) => note[HEADER_LENGTH + at] !== byte)) return undefined;
  if (length > note.length - start) return undefined;
  return note.subarray(start, start + length);
}
