/**
 * modules.devname: the device nodes that load a module when they are opened. One `MODULE DEVNAME TMAJOR:MINOR` a line.
 *
 * Read as kmod reads it, with scanf: blanks are arbitrary (also before and inside the numbers' field), anything after
 * the minor number is ignored, a number may have a sign.
 */

export interface DeviceNode {
  readonly module: string;
  /** Path below /dev. */
  readonly name: string;
  readonly type: "c" | "b";
  /** Unsigned, 32 bits. */
  readonly major: number;
  /** Unsigned, 32 bits. */
  readonly minor: number;
}

export type DevnameLine = { readonly node: DeviceNode } | { readonly badLine: string; readonly line: number };

/** kmod reads a line into a buffer of 4096 bytes; a longer one names no device. */
const MAX_LINE = 4094;

const BLANK = "[\\t-\\r ]";
const WORD = "([^\\t-\\r ]+)";
const NUMBER = "([-+]?[0-9]+)";
const LINE = new RegExp(`^${BLANK}*${WORD}${BLANK}+${WORD}${BLANK}+([bc])${BLANK}*${NUMBER}:${BLANK}*${NUMBER}`);

/** The nodes and the lines that are none (also empty ones), in file order; `#` in the first column is a comment. */
export function parseDevname(text: string): readonly DevnameLine[] {
  const parsed: DevnameLine[] = [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const [index, line] of lines.entries()) {
    if (line.startsWith("#")) continue;
    // The buffer is a C string: a NUL ends the line.
    const nul = line.indexOf("\0");
    const shown = nul < 0 ? line : line.slice(0, nul);
    const node = shown.length > MAX_LINE ? undefined : parseNode(shown);
    parsed.push(node === undefined ? { badLine: shown, line: index + 1 } : { node });
  }
  return parsed;
}

function parseNode(line: string): DeviceNode | undefined {
  const [, module, name, type, major, minor] = LINE.exec(line) ?? [];
  if (module === undefined || name === undefined || major === undefined || minor === undefined) return undefined;
  return { module, name, type: type === "b" ? "b" : "c", major: toUnsigned(major), minor: toUnsigned(minor) };
}

const MAX_UNSIGNED_LONG = 0xffff_ffff_ffff_ffffn;

/** scanf's %u: 64 bits, where too much is the greatest number whatever the sign, cut to 32. */
function toUnsigned(digits: string): number {
  const magnitude = BigInt(digits.replace(/^[-+]/, ""));
  const value = magnitude > MAX_UNSIGNED_LONG ? MAX_UNSIGNED_LONG : digits.startsWith("-") ? -magnitude : magnitude;
  return Number(BigInt.asUintN(32, value));
}
