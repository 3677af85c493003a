/** Refused insertions and removals over a tree in memory, and what is found out about them. */

import { toConfiguration } from "../../../src/core/config/configuration.ts";
import { explainInsertion } from "../../../src/core/diagnosis/explain-insertion.ts";
import { explainRemoval } from "../../../src/core/diagnosis/explain-removal.ts";
import type { Finding } from "../../../src/core/diagnosis/finding.ts";
import { openScene, type Scene } from "../../../src/core/diagnosis/scene.ts";
import type { Errno } from "../../../src/core/errno.ts";
import { type KmodError, SystemError } from "../../../src/core/errors.ts";
import type { Obstacle } from "../../../src/core/module/obstacle.ts";
import { buildElf, type ElfDescription } from "../../support/elf-builder.ts";
import type { Tree } from "../../support/memory-file-system.ts";
import { memoryPlatform } from "../../support/memory-platform.ts";

export const directory = "/lib/modules/1.0";
export const file = `${directory}/foo.ko`;

/** The magic of the running kernel, which its module `other` states. */
export const MAGIC = "1.0 SMP mod_unload ";

/** A tree with the module foo, which is refused, and other, which fits the kernel. */
export function modules(foo: ElfDescription | Uint8Array | string, more: Tree = {}): Tree {
  const bytes = typeof foo === "string" || foo instanceof Uint8Array ? foo : buildElf(foo);
  return {
    [`${directory}/modules.dep`]: "foo.ko:\nother.ko:\n",
    [file]: bytes,
    [`${directory}/other.ko`]: buildElf({ modinfo: [`vermagic=${MAGIC}`] }),
    ...more,
  };
}

function sceneOf(tree: Tree): Scene {
  return openScene(memoryPlatform(tree, { release: "1.0" }), directory, toConfiguration([]));
}

export interface Attempt {
  readonly tree: Tree;
  readonly errno?: Errno;
  readonly error?: KmodError;
  readonly options?: string;
  /** Texts of the kernel's log. */
  readonly log?: readonly string[];
}

/** What is found where the kernel refuses foo. */
export function refused({ tree, errno = "EINVAL", error, options = "", log = [] }: Attempt): readonly Finding[] {
  const records = log.map((text, at) => `4,${at},1000,-;${text}\n`);
  const attempt = { module: "foo", path: file, options, records };
  return explainInsertion(sceneOf(tree), attempt, error ?? new SystemError("finit_module", file, errno));
}

/** What is found where a module stays. */
export function stays(
  tree: Tree,
  reason: Errno | Obstacle,
  { module = "foo", force = false } = {},
): readonly Finding[] {
  const known: readonly string[] = ["builtin", "absent", "in use", "going", "fixed"] satisfies Obstacle[];
  const why = known.includes(reason) ? (reason as Obstacle) : new SystemError("delete_module", module, reason as Errno);
  return explainRemoval(sceneOf(tree), { module, force }, why);
}

/** Only the texts. */
export function texts(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ text }) => text);
}
