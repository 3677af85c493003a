/** What the kernel takes as a value of a module parameter, by its type. See the kernel's moduleparam.h. */

const INTEGER = /^([+-]?)(?:(0x[0-9a-f]+)|0([0-7]*)|([1-9][0-9]*))$/i;
const TRUTH = /^(?:[yYnNtTfF01]|on|of)/i;

type Check = (value: string) => boolean;

function integer(lowest: bigint, highest: bigint): Check {
  return (value) => {
    const number = readInteger(value, lowest < 0n);
    return number !== undefined && number >= lowest && number <= highest;
  };
}

/** As C reads it: octal after a 0, hexadecimal after 0x. */
function readInteger(value: string, mayBeNegative: boolean): bigint | undefined {
  const [, sign, hexadecimal, octal, decimal] = INTEGER.exec(value) ?? [];
  if (sign === undefined || (sign === "-" && !mayBeNegative)) return undefined;
  const number = BigInt(hexadecimal ?? (octal === undefined ? (decimal ?? "0") : `0o${octal || "0"}`));
  return sign === "-" ? -number : number;
}

const signed = (bits: bigint): Check => integer(-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n);
const unsigned = (bits: bigint): Check => integer(0n, 2n ** bits - 1n);

/** The longest value of a `charp`, in bytes. */
const LONGEST_TEXT = 1024;

/** `long` is as wide as the machine's registers; it is taken to be of the wide kind. */
const CHECKS: Readonly<Record<string, Check>> = {
  byte: unsigned(8n),
  short: signed(16n),
  ushort: unsigned(16n),
  int: signed(32n),
  uint: unsigned(32n),
  hexint: unsigned(32n),
  long: signed(64n),
  ulong: unsigned(64n),
  ullong: unsigned(64n),
  bool: (value) => TRUTH.test(value),
  invbool: (value) => TRUTH.test(value),
  bint: (value) => TRUTH.test(value),
  bool_enable_only: (value) => TRUTH.test(value),
  charp: (value) => value.length <= LONGEST_TEXT,
  string: () => true,
};

/** The types that a name alone is enough for: it means yes. */
const WITHOUT_VALUE: ReadonlySet<string> = new Set(["bool", "bool_enable_only"]);

/**
 * Whether the kernel takes a value (undefined: the name alone) for a type of .modinfo, as far as can be said from outside: true for types of
 * a module's own.
 */
export function isAcceptable(type: string, value: string | undefined): boolean {
  const [, element] = /^array of (\w+)$/.exec(type) ?? [];
  if (element !== undefined) return value?.split(",").every((each) => isAcceptable(element, each)) === true;
  const check = Object.hasOwn(CHECKS, type) ? CHECKS[type] : undefined;
  if (check === undefined) return true;
  return value === undefined ? WITHOUT_VALUE.has(type) : check(value);
}
