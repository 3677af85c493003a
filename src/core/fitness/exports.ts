/** What is known of an exported symbol, whoever exports it. */

export interface ExportedSymbol {
  /** Undefined where no versions are kept. */
  readonly crc: bigint | undefined;
  /** Only modules with a licence that is compatible with the GPL may use it. Undefined where nobody says. */
  readonly gplOnly: boolean | undefined;
  /** The namespace that a module has to import for it; empty for none, undefined where nobody says. A byte string. */
  readonly namespace: string | undefined;
}

/** By name, a byte string. */
export type ExportedSymbols = ReadonlyMap<string, ExportedSymbol>;

/** C's `0x%08x`. */
export function crcText(crc: bigint): string {
  return `0x${crc.toString(16).padStart(8, "0")}`;
}
