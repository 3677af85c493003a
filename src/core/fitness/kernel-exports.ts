/** Where it is written what a kernel's image exports: by the headers for modules, or in the image itself. */

import { toByteString } from "../bytes.ts";
import { readElf } from "../elf/file.ts";
import { FormatError, SystemError } from "../errors.ts";
import type { Platform } from "../platform.ts";
import { readFileOrPipe, refuseSpecial } from "../special-file.ts";
import type { ExportedSymbols } from "./exports.ts";
import { readImageExports } from "./image-exports.ts";
import { withKernelElf } from "./kernel-image.ts";
import { parseSymbolExports } from "./symvers.ts";

export interface KernelExports {
  readonly kind: "symvers" | "image";
  readonly path: string;
  readonly symbols: ExportedSymbols;
}

/** What Module.symvers at `path` says. Throws `SystemError`, `FormatError`. */
export function readSymvers({ files }: Platform, path: string): KernelExports {
  return { kind: "symvers", path, symbols: parseSymbolExports(toByteString(readFileOrPipe(files, path)), path) };
}

/** What the kernel image at `path` exports. Throws `SystemError`, `FormatError`. */
export function readKernelImage(platform: Platform, path: string): KernelExports {
  refuseSpecial(platform.files, path);
  return { kind: "image", path, symbols: withKernelElf(platform, path, (elf) => readImageExports(readElf(elf))) };
}

/** What a kernel exports, from the first of the usual places that has it. What is there but cannot be read is told. */
export function findKernelExports(
  platform: Platform,
  { directory, release }: { readonly directory: string; readonly release: string },
  onProblem: (problem: FormatError | SystemError) => void,
): KernelExports | undefined {
  const symvers = [`${directory}/build/Module.symvers`, `/usr/src/linux-headers-${release}/Module.symvers`];
  const images = [`${directory}/vmlinuz`, `/boot/vmlinuz-${release}`, `/boot/vmlinux-${release}`];
  const sources = [
    ...symvers.map((path) => () => readSymvers(platform, path)),
    ...images.map((path) => () => readKernelImage(platform, path)),
  ];
  for (const read of sources) {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SystemError || error instanceof FormatError)) throw error;
      if (error.errno !== "ENOENT" && error.errno !== "ENOTDIR") onProblem(error);
    }
  }
  return undefined;
}
