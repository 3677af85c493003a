/**
 * Whether a value that was asked for is the one that the kernel shows. What it prints is rarely what it was given: `1` becomes `Y`,
 * `0x10` becomes `16`. See the kernel's moduleparam.h for the types.
 */

/** `unclear`: the module has a way of its own to print the value. */
export type Agreement = "same" | "different" | "unclear";

const TRUTHS: ReadonlySet<string> = new Set(["bool", "invbool", "bint", "bool_enable_only"]);
const NUMBERS: ReadonlySet<string> = new Set([
  "byte",
  "short",
  "ushort",
  "int",
  "uint",
  "long",
  "ulong",
  "ullong",
  "hexint",
]);
const TEXTS: ReadonlySet<string> = new Set(["charp", "string"]);

const YES = /^(?:[yt1]|on)/i;
const NO = /^(?:[nf0]|of)/i;
const INTEGER = /^([+-]?)(?:(0x[0-9a-f]+)|0([0-7]+)|(0|[1-9][0-9]*))$/i;

/**
 * Compares a value of an option string (undefined: the name alone) with the text of a file of /sys/module/NAME/parameters. `type` is
 * that of .modinfo, undefined where it says none.
 */
export function compareValues(type: string | undefined, wanted: string | undefined, live: string): Agreement {
  const [, element] = /^array of (\w+)$/.exec(type ?? "") ?? [];
  if (element !== undefined && wanted !== undefined) return compareArrays(element, wanted.split(","), live.split(","));
  if (wanted === live) return "same";
  if (type !== undefined && TRUTHS.has(type)) return sameOrNot(truthOf(wanted), truthOf(live));
  if (type !== undefined && NUMBERS.has(type)) return sameOrNot(integerOf(wanted), integerOf(live));
  if (type !== undefined && TEXTS.has(type)) return "different";
  const alike =
    sameOrNot(truthOf(wanted), truthOf(live)) === "same" || sameOrNot(integerOf(wanted), integerOf(live)) === "same";
  return alike ? "same" : "unclear";
}

/** The kernel shows all elements of some arrays, those too that were not given. */
function compareArrays(element: string, wanted: readonly string[], live: readonly string[]): Agreement {
  const each = wanted.map((value, at): Agreement => {
    const shown = live[at];
    return shown === undefined ? "different" : compareValues(element, value, shown);
  });
  if (each.includes("different")) return "different";
  return each.includes("unclear") ? "unclear" : "same";
}

/** What cannot be read as the type says is no value that the kernel took. */
function sameOrNot<Value extends boolean | bigint>(wanted: Value | undefined, live: Value | undefined): Agreement {
  return wanted !== undefined && wanted === live ? "same" : "different";
}

function truthOf(text: string | undefined): boolean | undefined {
  if (text === undefined || YES.test(text)) return true;
  return NO.test(text) ? false : undefined;
}

/** Longer ones are no numbers, and cost quadratic time. */
const LONGEST_INTEGER = 70;

function integerOf(text: string | undefined): bigint | undefined {
  const fields = text === undefined || text.length > LONGEST_INTEGER ? null : INTEGER.exec(text);
  if (fields === null) return undefined;
  const [, sign = "", hexadecimal, octal, decimal = "0"] = fields;
  const size = BigInt(hexadecimal ?? (octal === undefined ? decimal : `0o${octal}`));
  return sign === "-" ? -size : size;
}
