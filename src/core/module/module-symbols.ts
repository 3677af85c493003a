/** The symbols that module files need and export, each file read once. */

import { type ElfFile, readElf } from "../elf/file.ts";
import { withModuleImage } from "../elf/module-file.ts";
import { SymbolTable } from "../elf/symbol-table.ts";
import { readExportedSymbols, readNeededSymbols } from "../elf/symbols.ts";
import { FormatError, KmodError } from "../errors.ts";
import type { Platform } from "../platform.ts";

/** Byte strings. */
export interface ModuleSymbols {
  /** In the order of the symbol table. */
  readonly needed: readonly string[];
  readonly exported: ReadonlySet<string>;
}

/** A module whose file could not be read, and why. */
export interface UnreadModule {
  readonly name: string;
  readonly path: string;
  readonly error: KmodError;
}

/** An absolute path, and the platform whose file it is. */
export interface SymbolFile {
  readonly path: string;
  readonly holder: Platform;
}

/** The symbols of modules by name. */
export class SymbolReader {
  /** What could not be read so far, each file once. */
  readonly unread: UnreadModule[] = [];
  readonly #fileOf: (name: string) => SymbolFile | undefined;
  readonly #known: Map<string, ModuleSymbols | undefined> = new Map();

  /** `fileOf` gives a module's file, undefined for a module without one. */
  constructor(fileOf: (name: string) => SymbolFile | undefined) {
    this.#fileOf = fileOf;
  }

  /** The symbols of a module; undefined where it has no file or its file cannot be read. */
  of(name: string): ModuleSymbols | undefined {
    if (!this.#known.has(name)) this.#known.set(name, this.#read(name));
    return this.#known.get(name);
  }

  #read(name: string): ModuleSymbols | undefined {
    const file = this.#fileOf(name);
    if (file === undefined) return undefined;
    const { path, holder } = file;
    try {
      return withModuleImage(holder, path, (image) => readSymbols(readElf(image)));
    } catch (error) {
      if (!(error instanceof KmodError)) throw error;
      this.unread.push({ name, path, error });
      return undefined;
    }
  }
}

function readSymbols(elf: ElfFile): ModuleSymbols {
  const table = SymbolTable.read(elf);
  const needed = readNeededSymbols(elf, table).map(({ name }) => withoutDot(name));
  return { needed: [...new Set(needed)], exported: new Set(readExports(elf, table)) };
}

/** ppc64 names its function entry points `.name`, and exports them without the dot. */
function withoutDot(name: string): string {
  return name.startsWith(".") ? name.slice(1) : name;
}

/** Most modules export nothing. */
function readExports(elf: ElfFile, table: SymbolTable | undefined): readonly string[] {
  try {
    return readExportedSymbols(elf, table).map(({ name }) => name);
  } catch (error) {
    if (error instanceof FormatError && error.errno === "ENODATA") return [];
    throw error;
  }
}
