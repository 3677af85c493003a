/** Which device node makes the kernel load a module, from its aliases: a line of modules.devname. See depmod(8). */

import type { ByteStrings } from "../byte-strings.ts";
import type { Range } from "./numbers.ts";

const DEVNAME = "devname:";
/** How `devname:`, `char-major-` and `block-major-` begin: few of all aliases do. */
const FIRST_BYTES: readonly number[] = [0x64, 0x63, 0x62];
/** As scanf(3) reads numbers: blanks and a sign may go before them, anything may follow. */
const NUMBERS = /^(char|block)-major-[ \t-\r]*([+-]?)([0-9]+)-[ \t-\r]*([+-]?)([0-9]+)/;

/** `fuse c10:229`; or a name without a device number, which is a mistake; or nothing. */
export type DeviceAliases =
  | { readonly kind: "node"; readonly name: string; readonly number: string }
  | { readonly kind: "incomplete"; readonly name: string }
  | { readonly kind: "none" };

/** The node that a module's aliases name. Later ones of a kind count, up to where both name and number are known. */
export function findDeviceNode(strings: ByteStrings, { from, to }: Range): DeviceAliases {
  let name: string | undefined;
  let number: string | undefined;
  for (let string = from; string < to; string++) {
    if (!FIRST_BYTES.includes(strings.bytes[strings.start(string)] as number)) continue;
    const alias = strings.text(string);
    if (alias.startsWith(DEVNAME)) name = alias.slice(DEVNAME.length);
    else number = deviceNumber(alias) ?? number;
    if (name !== undefined && number !== undefined) return { kind: "node", name, number };
  }
  return name === undefined ? { kind: "none" } : { kind: "incomplete", name };
}

function deviceNumber(alias: string): string | undefined {
  const [, type, majorSign, major, minorSign, minor] = NUMBERS.exec(alias) ?? [];
  if (type === undefined || major === undefined || minor === undefined) return undefined;
  return `${type[0]}${toUnsigned(majorSign, major)}:${toUnsigned(minorSign, minor)}`;
}

const LARGEST = 2n ** 64n - 1n;

/** As C has it: cut at 64 bits, then to 32. */
function toUnsigned(sign: string | undefined, digits: string): bigint {
  const value = BigInt(digits);
  const bounded = value > LARGEST ? LARGEST : value;
  return BigInt.asUintN(32, sign === "-" ? -bounded : bounded);
}
