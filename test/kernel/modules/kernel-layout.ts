/** What a module must know of its kernel, read from a module that came with it. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface KernelLayout {
  readonly vermagic: string;
  /** Of struct module. */
  readonly size: number;
  /** Offsets of the pointers to its functions. */
  readonly init: number;
  readonly exit: number;
}

/** Reads the layout from a module with both functions, such as dummy; throws where it has none. */
export function readKernelLayout(path: string): KernelLayout {
  const folder = mkdtempSync(join(tmpdir(), "kmod-ts-"));
  try {
    const plain = join(folder, "module.ko");
    writeFileSync(plain, path.endsWith(".xz") ? execFileSync("xz", ["-dc", path]) : readFileSync(path));
    return layoutOf(plain);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function layoutOf(plain: string): KernelLayout {
  const readelf = (...options: readonly string[]): string =>
    execFileSync("readelf", [...options, plain], { encoding: "latin1", maxBuffer: 64 << 20 });
  const section = /\.gnu\.linkonce\.this_module +PROGBITS +\w+ \w+ (\w+)/.exec(readelf("-SW"));
  const relocations = readelf("-rW")
    .split("\n\n")
    .find((table) => table.includes("'.rela.gnu.linkonce.this_module'"));
  const offsetOf = (symbol: string): number =>
    hexadecimal(new RegExp(`^(\\w+) .* ${symbol} \\+ 0$`, "m").exec(relocations ?? ""), `${plain} has no ${symbol}`);
  return {
    // With the blank at its end.
    vermagic: /vermagic=(.*)\n/.exec(readelf("-p", ".modinfo"))?.[1] ?? "",
    size: hexadecimal(section, `${plain} has no struct module`),
    init: offsetOf("init_module"),
    exit: offsetOf("cleanup_module"),
  };
}

function hexadecimal(match: RegExpExecArray | null, problem: string): number {
  if (match?.[1] === undefined) throw new Error(problem);
  return Number.parseInt(match[1], 16);
}
