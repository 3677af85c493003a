/** The part of elfy 1.0.0 that decode.ts uses; the package has no types of its own. */
declare module "elfy" {
  /** What elfy wants of a buffer: the first methods of Node's Buffer, the identification bytes, and `slice`. */
  export interface ElfyBuffer {
    readonly [index: number]: number;
    readUInt16LE(offset: number): number;
    readUInt16BE(offset: number): number;
    readUInt32LE(offset: number): number;
    readUInt32BE(offset: number): number;
    slice(start: number, end: number): unknown;
  }

  export interface ElfyHeader {
    readonly class: string;
    readonly endian: string;
    /** Undefined for a machine number that elfy does not know. */
    readonly machine: string | undefined;
    /** The 64-bit fields are numbers, rounded above 2^53. */
    readonly shoff: number;
    readonly shentsize: number;
    readonly shnum: number;
    readonly shstrndx: number;
  }

  export interface ElfySection {
    /** Offset of the name in the section-name table. */
    readonly name: number;
    readonly type: string | number;
    readonly off: number;
    readonly size: number;
  }

  export interface Parser {
    parseHeader(bytes: ElfyBuffer): ElfyHeader;
    parseSection(sectionHeader: ElfyBuffer, header: ElfyHeader, image: Pick<ElfyBuffer, "slice">): ElfySection;
  }

  const elfy: { readonly Parser: new () => Parser };

  // biome-ignore lint/style/noDefaultExport: a CommonJS module, whose module.exports arrives as the default export
  export default elfy;
}
