/**
 * What a kernel exports, learned from the modules that were built with it: each states the versions of the symbols that it uses.
 * A symbol that none of them uses stays unknown.
 */

import { ifReadable } from "../diagnosis/scene.ts";
import { readElf } from "../elf/file.ts";
import { withModuleImage } from "../elf/module-file.ts";
import type { ModuleIndex } from "../index/module-index.ts";
import { moduleNameOfPath } from "../names.ts";
import type { Platform } from "../platform.ts";
import { readVersions } from "./candidate.ts";

/** Modules of the kernel's own build; what was built later may have been built with something else. */
const OWN = "kernel/";

interface Testimony {
  /** The module that says so. */
  readonly module: string;
  readonly crc: bigint;
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

  /** The version of a symbol by another module than `except`; undefined where none uses it. */
  versionOf(symbol: string, except: string): bigint | undefined {
    for (;;) {
      const testimony = this.#said.get(symbol)?.find(({ module }) => module !== except);
      if (testimony !== undefined) return testimony.crc;
      const next = this.#unheard.next();
      if (next.done === true) return undefined;
      if (next.value.startsWith(OWN)) this.#hear(next.value);
    }
  }

  #hear(path: string): void {
    const versions = ifReadable(() =>
      withModuleImage(this.#platform, `${this.#directory}/${path}`, (image) => readVersions(readElf(image))),
    );
    const module = moduleNameOfPath(path);
    for (const [symbol, crc] of versions ?? []) {
      const said = this.#said.get(symbol);
      if (said === undefined) this.#said.set(symbol, [{ module, crc }]);
      // Two are enough: one of them is not the module in question.
      else if (said.length === 1) said.push({ module, crc });
    }
  }
}
