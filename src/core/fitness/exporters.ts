/** Who exports a symbol to a module: the kernel, a module that is checked along with it, a module of the kernel's directory. */

import { readElf } from "../elf/file.ts";
import { withModuleImage } from "../elf/module-file.ts";
import { SymbolTable } from "../elf/symbol-table.ts";
import { KmodError } from "../errors.ts";
import type { Platform } from "../platform.ts";
import type { Candidate } from "./candidate.ts";
import type { ExportedSymbol, ExportedSymbols } from "./exports.ts";
import { readModuleExports } from "./module-exports.ts";
import type { TargetKernel } from "./target.ts";
import { type Testimony, Witnesses } from "./witnesses.ts";

export interface FoundExport extends ExportedSymbol {
  /** A module, or `vmlinux`. */
  readonly exporter: string;
  /** Where the namespace is not known: whoever imports all of these may use the symbol. Undefined: nobody knows. */
  readonly perhapsIn?: readonly string[];
}

/** The exporter of the kernel's own symbols. */
export const VMLINUX = "vmlinux";

/** A kernel's exporters, as far as they are asked for. */
export class Exporters {
  /** Why a symbol that nobody is found for may be exported all the same; empty: it is not. */
  readonly gap: string;
  readonly #platform: Platform;
  readonly #target: TargetKernel;
  readonly #witnesses: Witnesses;
  readonly #ofCandidates: ReadonlyMap<string, FoundExport>;
  readonly #candidates: ReadonlySet<string>;
  readonly #onProblem: (path: string, error: KmodError) => void;
  readonly #ofModules: Map<string, ExportedSymbols> = new Map();
  readonly #found: Map<string, FoundExport | undefined> = new Map();

  /** `onProblem` hears of modules that cannot be read. */
  constructor(
    platform: Platform,
    target: TargetKernel,
    candidates: readonly Candidate[],
    onProblem: (path: string, error: KmodError) => void,
  ) {
    this.#platform = platform;
    this.#target = target;
    this.#onProblem = onProblem;
    this.#witnesses = new Witnesses(platform, target.index);
    this.#candidates = new Set(candidates.map(({ name }) => name));
    this.#ofCandidates = new Map(
      candidates.flatMap(({ name, exports }) =>
        [...exports].map(([symbol, each]): [string, FoundExport] => [symbol, { ...each, exporter: name }]),
      ),
    );
    this.gap = gapOf(target);
  }

  /** Who exports a symbol to the module `user`, which imports these namespaces; undefined: nobody of whom it is known. */
  of(symbol: string, user: string, imported: ReadonlySet<string> = new Set()): FoundExport | undefined {
    const known = this.#target.exports?.symbols.get(symbol);
    if (known !== undefined) return { ...known, exporter: VMLINUX };
    const found = this.#ofCandidates.get(symbol) ?? this.#ofDirectory(symbol);
    if (found !== undefined || this.#target.exports !== undefined) return found;
    return witnessed(this.#witnesses.testimonyOf(symbol, user, imported));
  }

  /** Who exports a symbol apart from the modules that are checked; undefined: nobody of whom it is known. */
  ownerOf(symbol: string): string | undefined {
    if (this.#target.exports?.symbols.has(symbol) === true) return VMLINUX;
    return this.#target.index.symbols(`symbol:${symbol}`).find((module) => !this.#candidates.has(module));
  }

  #ofDirectory(symbol: string): FoundExport | undefined {
    if (!this.#found.has(symbol)) this.#found.set(symbol, this.#search(symbol));
    return this.#found.get(symbol);
  }

  /** A module that is checked takes the place of the indexed one of its name. */
  #search(symbol: string): FoundExport | undefined {
    const exporter = this.ownerOf(symbol);
    if (exporter === undefined) return undefined;
    const unknown = { crc: undefined, gplOnly: undefined, namespace: undefined };
    return { ...(this.#exportsOf(exporter).get(symbol) ?? unknown), exporter };
  }

  #exportsOf(module: string): ExportedSymbols {
    const before = this.#ofModules.get(module);
    if (before !== undefined) return before;
    const exports = this.#readExports(module);
    this.#ofModules.set(module, exports);
    return exports;
  }

  #readExports(module: string): ExportedSymbols {
    const { index } = this.#target;
    const stored = index.dependency(module)?.path;
    if (stored === undefined) return new Map();
    const path = stored.startsWith("/") ? stored : `${index.directory}/${stored}`;
    try {
      return withModuleImage(this.#platform, path, (image) => {
        const elf = readElf(image);
        return readModuleExports(elf, SymbolTable.read(elf));
      });
    } catch (error) {
      if (!(error instanceof KmodError)) throw error;
      this.#onProblem(path, error);
      return new Map();
    }
  }
}

/** Who uses a symbol shows its version, but not on which terms: most modules are under the GPL. */
function witnessed(testimony: Testimony | undefined): FoundExport | undefined {
  if (testimony === undefined) return undefined;
  const { crc, namespaces } = testimony;
  const namespace = namespaces.length === 0 ? "" : undefined;
  return { exporter: VMLINUX, crc, gplOnly: undefined, namespace, perhapsIn: namespaces };
}

function gapOf({ exports, index }: TargetKernel): string {
  if (exports === undefined) return "nothing says what the kernel itself exports";
  for (const _ of index.symbolEntries()) return "";
  return `${index.directory} has no index that says who exports what`;
}
