/** What the kernel itself exports, from its build's Module.symvers or System.map. See -E and -F of depmod(8). */

/** Symbol name to CRC; 0 where none is stated. Byte strings. */
export type KernelSymbols = ReadonlyMap<string, bigint>;

/** What the kernel has in its System.map in another form, or the linker puts in its place. */
const ALWAYS_THERE: readonly string[] = ["__this_module", "_GLOBAL_OFFSET_TABLE_"];
const TABLE_OF_CONTENTS = "TOC.";
const EXPORTED = "__ksymtab_";

/** Takes a message about a line. */
type Complain = (text: string) => void;

/** Removes the one character that the -P option says goes before each symbol; a byte string or undefined for none. */
export function withoutPrefix(name: string, prefix: string | undefined): string {
  return prefix !== undefined && name.startsWith(prefix) ? name.slice(1) : name;
}

/** Module.symvers: `CRC SYMBOL vmlinux …`. `path` is for messages; lines that are not understood are told and passed over. */
export function parseSymbolVersions(
  text: string,
  path: string,
  prefix: string | undefined,
  complain: Complain,
): KernelSymbols {
  const symbols = new Map<string, bigint>();
  for (const [at, line] of linesOf(text).entries()) {
    const [crc = "", name = "", place] = line.split(/[ \t]+/).filter((word) => word !== "");
    if (place !== "vmlinux") continue;
    if (/^(?:0[xX])?[0-9a-fA-F]+$/.test(crc))
      symbols.set(withoutPrefix(name, prefix), BigInt(`0x${crc.replace(/^0[xX]/, "")}`));
    else complain(`${path}:${at + 1} Invalid symbol version ${crc}`);
  }
  return withKernelsOwn(symbols);
}

/** System.map: `ADDRESS TYPE __ksymtab_SYMBOL`. `path` is for messages. */
export function parseSystemMap(
  text: string,
  path: string,
  prefix: string | undefined,
  complain: Complain,
): KernelSymbols {
  const symbols = new Map<string, bigint>();
  for (const [at, line] of linesOf(text).entries()) {
    const second = line.indexOf(" ", line.indexOf(" ") + 1);
    if (second <= line.indexOf(" ")) {
      complain(`${path}:${at + 1}: invalid line: ${line}\n`);
      continue;
    }
    const name = withoutPrefix(line.slice(second + 1), prefix);
    if (name.startsWith(EXPORTED)) symbols.set(name.slice(EXPORTED.length), 0n);
  }
  return withKernelsOwn(symbols);
}

function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function withKernelsOwn(symbols: Map<string, bigint>): KernelSymbols {
  for (const name of ALWAYS_THERE) symbols.set(name, 0n);
  if (!symbols.has(TABLE_OF_CONTENTS)) symbols.set(TABLE_OF_CONTENTS, 0n);
  return symbols;
}
