/** For which machine an ELF file is. */

import type { ElfFile } from "./file.ts";

/** elfy knows no machine that came after 2010, but for one. */
const MACHINES: ReadonlyMap<string | number, string> = new Map<string | number, string>([
  [243, "riscv"],
  [258, "loongarch"],
]);

/** E.g. `amd64, 64 bits, little endian`: where one differs, the kernel takes no such file. */
export function architectureOf({ machine, elfClass, littleEndian }: ElfFile): string {
  const name = MACHINES.get(machine) ?? (typeof machine === "number" ? `machine ${machine}` : machine);
  return `${name}, ${elfClass} bits, ${littleEndian ? "little" : "big"} endian`;
}
