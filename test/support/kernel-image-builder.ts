/** Small kernel images: an ELF file with tables of exported symbols, and an x86 image around one. */

import { concatBytes, padded, word } from "./byte-builder.ts";
import { buildElf } from "./elf-builder.ts";

export interface ImageSymbol {
  readonly name: string;
  readonly gplOnly?: boolean;
  readonly namespace?: string;
  readonly crc?: number;
}

export interface ImageForm {
  readonly relative?: boolean;
  readonly fields?: 2 | 3;
  readonly elfClass?: 32 | 64;
  readonly littleEndian?: boolean;
}

/** Sections of these files all have address 0, so that a place is an offset. Tables with CRCs are made where the symbols have them. */
export function buildKernelElf(symbols: readonly ImageSymbol[], form: ImageForm = {}): Uint8Array {
  const { relative = true, fields = 3, elfClass = 64, littleEndian = true } = form;
  let strings = "\0";
  const place = (text: string): number => {
    if (text === "") return 0;
    strings += `${text}\0`;
    return strings.length - text.length - 1;
  };
  const width = relative ? 4 : elfClass / 8;
  const number = (value: number, length: number): Uint8Array =>
    word(BigInt.asUintN(length * 8, BigInt(value)), length, littleEndian);
  const table = (of: readonly ImageSymbol[]): Uint8Array =>
    concatBytes(
      ...of.flatMap(({ name, namespace = "" }, at) =>
        [0, place(name), place(namespace)].slice(0, fields).map((value, field) => {
          const own = (at * fields + field) * width;
          return number(relative && field > 0 ? value - own : value, width);
        }),
      ),
    );
  const crcs = (of: readonly ImageSymbol[]): Uint8Array => concatBytes(...of.map(({ crc = 0 }) => number(crc, 4)));
  const plain = symbols.filter(({ gplOnly = false }) => !gplOnly);
  const closed = symbols.filter(({ gplOnly = false }) => gplOnly);
  const hasCrcs = symbols.some(({ crc }) => crc !== undefined);
  const sections = [
    { name: "__ksymtab", bytes: table(plain) },
    { name: "__ksymtab_gpl", bytes: table(closed) },
    ...(hasCrcs
      ? [
          { name: "__kcrctab", bytes: crcs(plain) },
          { name: "__kcrctab_gpl", bytes: crcs(closed) },
        ]
      : []),
    { name: "__ksymtab_strings", bytes: strings },
  ];
  return buildElf({ sections, elfClass, littleEndian });
}

/** An x86 boot image with a payload, which the four bytes `size` follow. */
export function buildBootImage(payload: Uint8Array, size = 0, version = 0x20f): Uint8Array {
  const setup = padded(new Uint8Array(), 1024).slice();
  const view = new DataView(setup.buffer);
  setup[0x1f1] = 1;
  setup.set(concatBytes("HdrS"), 0x202);
  view.setUint16(0x206, version, true);
  view.setUint32(0x248, 16, true);
  view.setUint32(0x24c, payload.length + 4, true);
  return concatBytes(setup, new Uint8Array(16), payload, word(size, 4, true));
}
