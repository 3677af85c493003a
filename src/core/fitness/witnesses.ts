/**
 * What a kernel exports, learned from the modules that were built with it: each states the versions of the symbols that it uses.
 * A symbol that none of them uses stays unknown.
 */

import { ifReadable } from "../diagnosis/scene.ts";
import { type ElfFile, readElf } from "../elf/file.ts";
import { readModinfo } from "../elf/modinfo.ts";
import { withModuleImage } from "../elf/module-file.ts";
import type { ModuleIndex } from "../index/module-index.ts";
import { moduleNameOfPath } from "../names.ts";
import type { Platform } from "../platform.ts";
import { readVersions } from "./candidate.ts";
import { importedNamespaces } from "./module-exports.ts";

/** Modules of the kernel's own build; what was built later may have been built with something else. */
const OWN = "kernel/";

export interface Testimony {
  /** The module that says so. */
  readonly module: string;
  readonly crc: bigint;
  /** The namespaces that it imports, of which one may be the symbol's. */
  readonly namespaces: readonly string[];
}

/** Reads as few modules as the questions need, each once. */
export class Witnesses {
  readonly #said: Map<string, Testimony[]> = new Map();
  readonly #unheard: Iterator<string>;
  readonly #platform: Platform;
  readonly #directory: string;

  constructor(platform: Platform, index: ModuleIndex) {
    this.#platform = platform;
    this.#directory = index.directory;
    this.#unheard = index.paths()[Symbol.iterator]();
  }

  /**
   * What another module than `except` says of a symbol: one that imports nothing but `imported`, so that the symbol asks for no more
   * than that; else whichever imports least. Undefined where none uses it.
   */
  testimonyOf(symbol: string, except: string, imported: ReadonlySet<string>): Testimony | undefined {
    for (;;) {
      const said = (this.#said.get(symbol) ?? []).filter(({ module }) => module !== except);
      const open = said.find(({ namespaces }) => namespaces.every((each) => imported.has(each)));
      if (open !== undefined) return open;
      const next = this.#unheard.next();
      if (next.done === true) return leastImporting(said);
      if (next.value.startsWith(OWN)) this.#hear(next.value);
    }
  }

  #hear(path: string): void {
    const heard = ifReadable(() =>
      withModuleImage(this.#platform, `${this.#directory}/${path}`, (image) => readStatements(readElf(image))),
    );
    if (heard === undefined) return;
    const module = moduleNameOfPath(path);
    for (const [symbol, crc] of heard.versions) this.#add(symbol, { module, crc, namespaces: heard.namespaces });
  }

  #add(symbol: string, testimony: Testimony): void {
    const said = this.#said.get(symbol);
    if (said === undefined) {
      this.#said.set(symbol, [testimony]);
      return;
    }
    // Of those that import the same two are enough: one of them is not the module in question.
    const same = said.filter(({ namespaces }) => String(namespaces) === String(testimony.namespaces));
    if (same.length < 2) said.push(testimony);
  }
}

function leastImporting(said: readonly Testimony[]): Testimony | undefined {
  return said.toSorted((left, right) => left.namespaces.length - right.namespaces.length)[0];
}

function readStatements(
  elf: ElfFile,
): Pick<Testimony, "namespaces"> & { readonly versions: Iterable<[string, bigint]> } {
  const versions = readVersions(elf) ?? [];
  const modinfo = elf.section(".modinfo") === undefined ? [] : readModinfo(elf);
  return { versions, namespaces: importedNamespaces(modinfo) };
}
