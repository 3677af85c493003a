/** How a kernel was configured, as far as it concerns which modules it takes: the file config-VERSION that packages bring. */

import { toByteString } from "../bytes.ts";
import { ifReadable } from "../diagnosis/scene.ts";
import type { Platform } from "../platform.ts";

export interface KernelOptions {
  /** The file. */
  readonly path: string;
  /** Whether an option is set (`CONFIG_` is left out). */
  has(name: string): boolean;
}

/** The options of a kernel; undefined where no file says. */
export function readKernelOptions({ files }: Platform, directory: string, release: string): KernelOptions | undefined {
  for (const path of [`/boot/config-${release}`, `${directory}/config`, `${directory}/build/.config`]) {
    const text = ifReadable(() => toByteString(files.read(path)));
    if (text !== undefined) return parseKernelOptions(text, path);
  }
  return undefined;
}

/** Of such a file's text. */
export function parseKernelOptions(text: string, path: string): KernelOptions {
  const lines = new Set(text.split("\n"));
  return { path, has: (name) => lines.has(`CONFIG_${name}=y`) };
}
