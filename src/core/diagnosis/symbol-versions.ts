/** Symbols whose checksum in the module is another than that of whoever exports them. */

import { toByteString } from "../bytes.ts";
import { readElf } from "../elf/file.ts";
import { withModuleImage } from "../elf/module-file.ts";
import { readExportedSymbols } from "../elf/symbols.ts";
import { captured } from "./attempt-log.ts";
import { type Finding, MOST_OF_A_KIND } from "./finding.ts";
import { ifReadable, type Scene } from "./scene.ts";
import type { Suspect } from "./suspect.ts";

const DISAGREES = /: disagrees about version of symbol (\S+)/;

interface Export {
  /** A module, or `vmlinux`. */
  readonly exporter: string;
  readonly crc: string | undefined;
}

/** The symbols that the kernel logged, with both checksums where they can be found. */
export function symbolVersionFindings(scene: Scene, suspect: Suspect, log: readonly string[]): readonly Finding[] {
  const symbols = new Set(captured(log, DISAGREES).flatMap(([symbol]) => (symbol === undefined ? [] : [symbol])));
  return [...symbols].slice(0, MOST_OF_A_KIND).map((symbol) => {
    const needed = suspect.needed.find(({ name }) => name === symbol);
    const ofModule = needed && crcText(needed.crc);
    const { exporter, crc: ofExporter } = exportOf(scene, symbol) ?? { exporter: undefined, crc: undefined };
    const text = versionText(symbol, ofModule, exporter, ofExporter);
    return { kind: "symbol-version", text, symbol, ofModule, exporter, ofExporter };
  });
}

/** C's `0x%08x`. */
function crcText(crc: bigint): string {
  return `0x${crc.toString(16).padStart(8, "0")}`;
}

function versionText(
  symbol: string,
  ofModule: string | undefined,
  exporter: string | undefined,
  ofExporter: string | undefined,
): string {
  const built = `symbol '${symbol}': the module was built against version ${ofModule ?? "(unknown)"}`;
  if (ofExporter !== undefined) return `${built}, ${exporter} has ${ofExporter}`;
  return exporter === undefined ? `${built}, the kernel has another` : `${built}, ${exporter} has another`;
}

/** By the module that exports it, else by what the kernel's build left behind. */
function exportOf(scene: Scene, symbol: string): Export | undefined {
  const { database } = scene;
  const exporter = database.index.symbols(`symbol:${symbol}`)[0];
  if (exporter !== undefined) return { exporter, crc: exportedVersion(scene, exporter, symbol) };
  return symversOf(scene, symbol);
}

function exportedVersion({ platform, database }: Scene, module: string, symbol: string): string | undefined {
  const { path } = database.moduleNamed(module);
  if (path === undefined) return undefined;
  const symbols = ifReadable(() => withModuleImage(platform, path, (image) => readExportedSymbols(readElf(image))));
  const found = symbols?.find(({ name }) => name === symbol);
  return found && crcText(found.crc);
}

/** A line of Module.symvers: checksum, symbol, module, and more, with tabs between. */
function symversOf({ platform, database }: Scene, symbol: string): Export | undefined {
  const path = `${database.directory}/build/Module.symvers`;
  const text = ifReadable(() => toByteString(platform.files.read(path)));
  const middle = text?.indexOf(`\t${symbol}\t`) ?? -1;
  if (text === undefined || middle < 0) return undefined;
  const crc = text.slice(text.lastIndexOf("\n", middle) + 1, middle);
  const [module = ""] = text.slice(middle + symbol.length + 2, middle + symbol.length + 300).split(/[\t\n]/);
  if (!/^0x[0-9a-f]{1,16}$/.test(crc)) return undefined;
  return { exporter: module.slice(module.lastIndexOf("/") + 1), crc };
}
