/** What is wrong with a module file as a file: no ELF, damaged, of another architecture, named for another compression. */

import { errnoText } from "../errno.ts";
import type { FormatError, SystemError } from "../errors.ts";
import type { Platform } from "../platform.ts";
import type { Finding } from "./finding.ts";
import { readReferenceModule } from "./reference-module.ts";
import { ifReadable, type Scene } from "./scene.ts";
import { compressionAt, type Suspect } from "./suspect.ts";

const SUFFIXES: Readonly<Record<string, string>> = { gz: "gzip", xz: "xz", zst: "zstd" };

/** The file is no module, or no longer. */
export function damageFinding(path: string, { detail, errno }: FormatError): Finding {
  const problem = errno === "ENOEXEC" ? detail : `${detail}: damaged or cut short`;
  return { kind: "file", text: `${path}: ${problem}`, path, problem: detail };
}

/** The file could not be read. */
export function unreadableFinding(path: string, { errno }: SystemError): Finding {
  const problem = errnoText(errno);
  return { kind: "file", text: `${path}: ${problem}`, path, problem };
}

/** The name says another compression than the content. */
export function compressionFindings(platform: Platform, path: string): readonly Finding[] {
  const named = SUFFIXES[/\.ko\.(\w+)$/.exec(path)?.[1] ?? ""];
  const found = ifReadable(() => ({ actual: compressionAt(platform, path) }));
  if (found === undefined || found.actual === named) return [];
  const { actual } = found;
  const [says, is] = [named ?? "no compression", actual ?? "not compressed"];
  return [{ kind: "compression", text: `${path}: the name says ${says}, the content is ${is}`, named, actual }];
}

/** The file is for another machine than a module of the running kernel. */
export function architectureFindings(scene: Scene, suspect: Suspect): readonly Finding[] {
  const ofKernel = readReferenceModule(scene, suspect.path)?.architecture;
  const ofModule = suspect.architecture;
  if (ofKernel === undefined || ofKernel === ofModule) return [];
  return [{ kind: "architecture", text: `built for ${ofModule}; this kernel: ${ofKernel}`, ofModule, ofKernel }];
}
