/** Why a module could not be removed: the facts at hand, most important first. */

import type { Errno } from "../errno.ts";
import { KmodError } from "../errors.ts";
import type { Obstacle } from "../module/obstacle.ts";
import { nearNames } from "../near-names.ts";
import { readLoadedModules } from "../state/proc-modules.ts";
import { readInitState } from "../state/sys-module.ts";
import { type Finding, presentable } from "./finding.ts";
import { permissionFindings } from "./policy.ts";
import { ifReadable, type Scene } from "./scene.ts";
import { supportFindings } from "./support.ts";
import { userFindings } from "./users.ts";

export interface RefusedRemoval {
  readonly module: string;
  /** Whether the kernel was asked to remove it in any case. */
  readonly force: boolean;
}

/** The facts that help with what the kernel answered, or with what kept us from asking. Throws nothing. */
export function explainRemoval(
  scene: Scene,
  { module, force }: RefusedRemoval,
  reason: KmodError | Obstacle,
): readonly Finding[] {
  const findings =
    reason instanceof KmodError
      ? answerFindings(scene, module, force, reason)
      : obstacleFindings(scene, module, reason);
  return findings.map(presentable);
}

function obstacleFindings(scene: Scene, module: string, obstacle: Obstacle): readonly Finding[] {
  switch (obstacle) {
    case "builtin":
      return [builtinFinding(scene)];
    case "absent":
      return absenceFindings(scene, module);
    case "in use":
      return stateFindings(scene, module) ?? userFindings(scene, module);
    case "going":
      return [stateFinding("going")];
    case "fixed":
      return [];
  }
}

function builtinFinding({ database: { directory } }: Scene): Finding {
  return { kind: "builtin", text: `it is part of the kernel itself, by ${directory}/modules.builtin`, directory };
}

/** The modules of near names that are there. */
function absenceFindings({ platform }: Scene, module: string): readonly Finding[] {
  const loaded = ifReadable(() => readLoadedModules(platform)) ?? [];
  const names = loaded.map(({ name }) => name);
  const nearest = nearNames(module.replaceAll("-", "_"), names).slice(0, 3);
  return nearest.length === 0
    ? []
    : [{ kind: "not-loaded", text: `loaded under a near name: ${nearest.join(", ")}`, nearest }];
}

function answerFindings(scene: Scene, module: string, force: boolean, error: KmodError): readonly Finding[] {
  const support = supportFindings(error);
  if (support.length > 0) return support;
  const answers: Readonly<Partial<Record<Errno, () => readonly Finding[]>>> = {
    EPERM: () => permissionFindings(scene.platform.files),
    ENOENT: () => absenceFindings(scene, module),
    EBUSY: () => busyFindings(scene, module),
    EAGAIN: () => [...(force ? [unforcedFinding()] : []), ...userFindings(scene, module)],
  };
  return answers[error.errno]?.() ?? [];
}

function unforcedFinding(): Finding {
  const text = "this kernel cannot unload a module that is in use (built without CONFIG_MODULE_FORCE_UNLOAD)";
  return { kind: "forced-unload", text };
}

/** The kernel answers EBUSY to a module that comes or goes, and to one that has no way to go. */
function busyFindings(scene: Scene, module: string): readonly Finding[] {
  const state = stateFindings(scene, module);
  if (state !== undefined) return state;
  const loaded = ifReadable(() => readLoadedModules(scene.platform)) ?? [];
  if (!loaded.some(({ name, permanent }) => name === module && permanent)) return userFindings(scene, module);
  return [{ kind: "permanent", text: "it has no exit function: it stays until the next boot" }];
}

/** A module that comes or goes holds itself; nothing else need be looked for. */
function stateFindings({ platform }: Scene, module: string): readonly Finding[] | undefined {
  const state = ifReadable(() => readInitState(platform.files, module));
  return state === "coming" || state === "going" ? [stateFinding(state)] : undefined;
}

function stateFinding(state: "coming" | "going"): Finding {
  return { kind: "state", text: `it is being ${state === "coming" ? "loaded" : "removed"} right now`, state };
}
