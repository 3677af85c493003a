/** The kernel that is to take a module, as far as the files of its packages say what it takes. */

import { toByteString } from "../bytes.ts";
import type { Configuration } from "../config/configuration.ts";
import { signatureFindings } from "../diagnosis/policy.ts";
import { ifReadable } from "../diagnosis/scene.ts";
import { architectureOf } from "../elf/architecture.ts";
import { type ElfFile, readElf } from "../elf/file.ts";
import { readModinfo } from "../elf/modinfo.ts";
import { withModuleImage } from "../elf/module-file.ts";
import type { FormatError, SystemError } from "../errors.ts";
import type { ModuleIndex } from "../index/module-index.ts";
import type { Platform } from "../platform.ts";
import { readKernelCompression } from "../state/kernel-compression.ts";
import { RECORD } from "./candidate.ts";
import { findKernelExports, type KernelExports } from "./kernel-exports.ts";
import { type KernelOptions, readKernelOptions } from "./kernel-options.ts";

/** A module that was built with the kernel: what it says of its kernel holds. */
export interface ReferenceModule {
  readonly path: string;
  readonly architecture: string;
  readonly vermagic: string | undefined;
  /** Bytes of its `struct module`. */
  readonly recordSize: number | undefined;
}

export interface TargetKernel {
  readonly release: string;
  readonly index: ModuleIndex;
  readonly configuration: Configuration;
  /** Undefined where no module of the directory can be read. */
  readonly reference: ReferenceModule | undefined;
  /** Undefined where no file says. */
  readonly exports: KernelExports | undefined;
  readonly options: KernelOptions | undefined;
  /** Why only modules with a signature that it trusts are taken; empty where others are. */
  readonly enforcement: string;
  /** The names of the keys that the running kernel lists; undefined for another kernel. */
  readonly keyNames: readonly string[] | undefined;
  /** Whether it reads files of that compression by itself; undefined: nobody knows. */
  readonly decompresses: (compression: string) => boolean | undefined;
}

/** Files that are tried as a reference. */
const MOST_TRIED = 8;

/** A line of /proc/keys for a key with a certificate; names are followed by a key identifier or serial number. */
const KEY = /\basymmetri (.*): [0-9a-f]+: X509\./;

/** What there is to be known of a kernel beforehand. */
export interface TargetPlace {
  readonly release: string;
  readonly index: ModuleIndex;
  readonly configuration: Configuration;
  /** Whether it is the one that runs, so that /proc and /sys speak of it. */
  readonly isRunning: boolean;
  /** What it exports, where that has been read from a file of the user's choice. */
  readonly exports: KernelExports | undefined;
}

/** Looks at the kernel's files. What is there but cannot be read is told. */
export function readTarget(
  platform: Platform,
  place: TargetPlace,
  onProblem: (problem: FormatError | SystemError) => void,
): TargetKernel {
  const { release, index, configuration, isRunning } = place;
  const { directory } = index;
  const options = readKernelOptions(platform, directory, release);
  return {
    release,
    index,
    configuration,
    options,
    reference: readReference(platform, index),
    exports: place.exports ?? findKernelExports(platform, { directory, release }, onProblem),
    enforcement: enforcementOf(platform, options, isRunning),
    keyNames: isRunning ? readKeyNames(platform) : undefined,
    decompresses: (compression) => {
      if (options !== undefined) {
        return options.has("MODULE_DECOMPRESS") && options.has(`MODULE_COMPRESS_${compression.toUpperCase()}`);
      }
      return isRunning ? readKernelCompression(platform.files, () => undefined) === compression : undefined;
    },
  };
}

/** Of the kernel's own modules if there are any; what was added later may be what does not fit. */
function readReference(platform: Platform, index: ModuleIndex): ReferenceModule | undefined {
  const paths = [...index.paths()];
  const own = paths.filter((path) => path.startsWith("kernel/"));
  for (const path of [...own, ...paths].slice(0, MOST_TRIED)) {
    const absolute = path.startsWith("/") ? path : `${index.directory}/${path}`;
    const found = ifReadable(() => withModuleImage(platform, absolute, (image) => describe(absolute, readElf(image))));
    if (found !== undefined) return found;
  }
  return undefined;
}

function describe(path: string, elf: ElfFile): ReferenceModule {
  const vermagic = readModinfo(elf).find(({ key }) => key === "vermagic")?.value;
  return { path, architecture: architectureOf(elf), vermagic, recordSize: elf.section(RECORD)?.size };
}

function enforcementOf({ files }: Platform, options: KernelOptions | undefined, isRunning: boolean): string {
  // Nothing but the kernel's rules is asked for: no module, no failure that they would explain.
  const rules = isRunning ? signatureFindings(files, undefined, "EPERM").map(({ text }) => text) : [];
  if (options?.has("MODULE_SIG_FORCE") === true) rules.push(`${options.path} has CONFIG_MODULE_SIG_FORCE`);
  return rules.join("; ");
}

function readKeyNames({ files }: Platform): readonly string[] | undefined {
  const text = ifReadable(() => toByteString(files.read("/proc/keys")));
  return text?.split("\n").flatMap((line) => KEY.exec(line)?.[1] ?? []);
}
