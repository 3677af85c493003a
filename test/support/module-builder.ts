/** Small module files: what they export, need and say, in one line. */

import { buildElf, type ElfDescription } from "./elf-builder.ts";

export interface ModuleDescription extends Pick<ElfDescription, "elfClass" | "littleEndian" | "versions"> {
  /** Symbols, each with a CRC; the number is it, 1 where only the name is given. */
  readonly exports?: readonly (string | readonly [name: string, crc: number])[];
  /** Exports of a kernel without versions: names only, in __ksymtab_strings. */
  readonly plainExports?: readonly string[];
  readonly needs?: readonly string[];
  readonly weakNeeds?: readonly string[];
  /** Values of `alias`, `softdep` and `weakdep` in .modinfo. */
  readonly aliases?: readonly string[];
  readonly softdeps?: readonly string[];
  readonly weakdeps?: readonly string[];
}

const SHN_ABS = 0xfff1;
const WEAK = 0x20;

/** The bytes of a module. */
export function buildModule(description: ModuleDescription = {}): Uint8Array {
  const {
    exports = [],
    needs = [],
    weakNeeds = [],
    plainExports,
    aliases = [],
    softdeps = [],
    weakdeps = [],
  } = description;
  const crcs = exports.map((symbol) => (typeof symbol === "string" ? ([symbol, 1] as const) : symbol));
  return buildElf({
    ...description,
    modinfo: [
      "license=GPL",
      ...aliases.map((value) => `alias=${value}`),
      ...softdeps.map((value) => `softdep=${value}`),
      ...weakdeps.map((value) => `weakdep=${value}`),
    ],
    symbols: [
      ...crcs.map(([name, value]) => ({ name: `__crc_${name}`, value, section: SHN_ABS })),
      ...needs.map((name) => ({ name })),
      ...weakNeeds.map((name) => ({ name, info: WEAK })),
    ],
    ...(plainExports === undefined
      ? {}
      : { sections: [{ name: "__ksymtab_strings", bytes: plainExports.map((name) => `${name}\0`).join("") }] }),
  });
}
