/**
 * The name under which the kernel will know a module, from the `struct module` in section
 * .gnu.linkonce.this_module. The file may be called something else.
 *
 *     32-bit  | state 4 | list 8 | name, NUL padded 60 |
 *     64-bit  | state 4 | padding 4 | list 16 | name, NUL padded 56 |
 *
 * Kernels that shuffle the layout of structures (CONFIG_RANDSTRUCT) keep the name elsewhere.
 */

import { toByteString } from "../bytes.ts";
import type { ElfFile } from "./file.ts";

const NAME_PLACES = { 32: { offset: 12, length: 60 }, 64: { offset: 24, length: 56 } } as const;
/** Printable ASCII without blanks: anything else at that place is no name. */
const NAME = /^[!-~]+$/;

/** The module's own name; undefined if the section is missing or holds no name at the usual place. */
export function readInternalName(elf: ElfFile): string | undefined {
  const section = elf.section(".gnu.linkonce.this_module");
  const place = NAME_PLACES[elf.elfClass];
  if (section === undefined || section.size < place.offset + place.length) return undefined;
  const field = elf.source.read(section.offset + place.offset, place.length);
  const nul = field.indexOf(0);
  const name = toByteString(field, 0, Math.max(0, nul));
  return NAME.test(name) ? name : undefined;
}
