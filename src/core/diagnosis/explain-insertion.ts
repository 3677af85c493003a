/** Why the kernel, or what stands before it, refused to insert a module: the facts at hand, most important first. */

import type { Errno } from "../errno.ts";
import { FormatError, type KmodError, SystemError } from "../errors.ts";
import { logFindings, textsOfAttempt } from "./attempt-log.ts";
import { architectureFindings, compressionFindings, damageFinding, unreadableFinding } from "./file-findings.ts";
import { type Finding, presentable } from "./finding.ts";
import { initialisationFindings } from "./initialisation.ts";
import { missingSymbolFindings } from "./missing-symbols.ts";
import { parameterValueFindings, saysUnknownParameter, unknownParameterFindings } from "./parameters.ts";
import { permissionFindings, signatureFindings } from "./policy.ts";
import type { Scene } from "./scene.ts";
import { supportFindings } from "./support.ts";
import { readSuspect, type Suspect } from "./suspect.ts";
import { symbolVersionFindings } from "./symbol-versions.ts";
import { vermagicFindings } from "./vermagic.ts";

/** One attempt to insert a module file. */
export interface InsertionAttempt {
  readonly module: string;
  /** A byte string; undefined for a module that came through a pipe and cannot be read again. */
  readonly path: string | undefined;
  /** What the kernel was given. */
  readonly options: string;
  /** Records that the kernel logged meanwhile, as /dev/kmsg has them. */
  readonly records: readonly string[];
}

/** Answers that are about permission, keys and signatures. */
const POLICY: readonly Errno[] = ["EPERM", "ENOKEY", "EKEYREJECTED", "EKEYEXPIRED", "EKEYREVOKED", "EBADMSG", "ENOPKG"];

/** The facts that help with `error`, which ended the attempt. Throws nothing: what cannot be read is left out. */
export function explainInsertion(scene: Scene, attempt: InsertionAttempt, error: KmodError): readonly Finding[] {
  return insertionFindings(scene, attempt, error).map(presentable);
}

/** What the kernel said of a module that it inserted all the same: parameters that the module does not have. */
export function explainIgnored(scene: Scene, attempt: InsertionAttempt): readonly Finding[] {
  const { module, path, records } = attempt;
  if (!saysUnknownParameter(records)) return [];
  const suspect = path === undefined ? undefined : readSuspect(scene.platform, path);
  const readable = suspect instanceof FormatError ? undefined : suspect;
  const log = textsOfAttempt(records, [module, readable?.internalName ?? ""]);
  return unknownParameterFindings(module, readable, log).map(presentable);
}

function insertionFindings(scene: Scene, attempt: InsertionAttempt, error: KmodError): readonly Finding[] {
  const { path } = attempt;
  const support = supportFindings(error);
  if (support.length > 0) return support;
  if (error instanceof SystemError && !isKernels(error))
    return path === undefined ? [] : [unreadableFinding(path, error)];
  const permission = error.errno === "EPERM" ? permissionFindings(scene.platform.files) : [];
  if (permission.length > 0) return permission;
  const suspect = path === undefined ? undefined : readSuspect(scene.platform, path);
  if (path !== undefined && suspect instanceof FormatError) return damages(scene, { ...attempt, path }, suspect);
  return reasons(scene, attempt, suspect instanceof FormatError ? undefined : suspect, error);
}

function damages(
  scene: Scene,
  { module, path, records }: InsertionAttempt & { readonly path: string },
  damage: FormatError,
): readonly Finding[] {
  const log = logFindings(textsOfAttempt(records, [module]));
  return [...log, damageFinding(path, damage), ...compressionFindings(scene.platform, path)];
}

function reasons(
  scene: Scene,
  attempt: InsertionAttempt,
  suspect: Suspect | undefined,
  error: KmodError,
): readonly Finding[] {
  const log = textsOfAttempt(attempt.records, [attempt.module, suspect?.internalName ?? ""]);
  const said = logFindings(log);
  const specific = suspect === undefined ? [] : specificFindings(scene, attempt, suspect, error.errno, log);
  const policy = POLICY.includes(error.errno) ? signatureFindings(scene.platform.files, suspect, error.errno) : [];
  const unexplained = said.length + specific.length + policy.length === 0;
  return [...said, ...specific, ...policy, ...initialisationFindings(error.errno, unexplained)];
}

/** Whether the kernel said it of the module, not the disk of its file. */
function isKernels({ operation }: SystemError): boolean {
  return operation.endsWith("init_module");
}

function specificFindings(
  scene: Scene,
  { module, options }: InsertionAttempt,
  suspect: Suspect,
  errno: Errno,
  log: readonly string[],
): readonly Finding[] {
  const unknown = unknownParameterFindings(module, suspect, log);
  const versions = symbolVersionFindings(scene, suspect, log);
  switch (errno) {
    case "ENOEXEC":
      return [...architectureFindings(scene, suspect), ...vermagicFindings(scene, suspect, log), ...versions];
    case "ENOENT":
      return [...missingSymbolFindings(scene, suspect, log), ...versions, ...unknown];
    case "EINVAL":
    case "ERANGE":
    case "ENOSPC":
      return [...versions, ...parameterValueFindings(suspect, options, log), ...unknown];
    default:
      return [...versions, ...unknown];
  }
}
