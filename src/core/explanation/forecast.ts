/**
 * What `modprobe -b` would do for one module, as udev, systemd and the kernel ask: the plan of an insertion against what is in the kernel and
 * what the kernel would refuse.
 */

import type { KnownModule } from "../module/database.ts";
import { type Hindrance, hindrancesOf, isAbsolute, type Obstacles } from "../module/hindrances.ts";
import { isHeldBack, type PlannedStep, planInsertion } from "../module/insertion.ts";

export type Outcome =
  /** It is in the kernel. */
  | "nothing"
  /** The blacklist keeps it out, and nothing is said. */
  | "held back"
  /** Every step can be taken, as far as can be seen. */
  | "loads"
  /** So it does, but a command of the configuration takes part, which may do anything. */
  | "runs a command"
  /** A step that is required cannot be taken. */
  | "fails";

export type ForecastStep = PlannedStep & {
  /** What the kernel or the disk has against it. A command is not refused; what it does is its own affair. */
  readonly refusals: readonly Hindrance[];
};

export interface Forecast {
  readonly outcome: Outcome;
  /** What would be tried, in order, each module once, up to the first required step that fails; none where nothing is tried. */
  readonly steps: readonly ForecastStep[];
}

/**
 * The forecast for a module as it was asked for, by name or by alias; `isInKernel` says what needs no loading. Without `useBlacklist` the
 * blacklist holds for aliases only, as for people. What is wrong with dependencies is told. Throws what planning throws.
 */
export function forecastInsertion(
  obstacles: Obstacles,
  module: KnownModule,
  useBlacklist: boolean,
  onProblem: (text: string) => void,
): Forecast {
  const { database, isLoaded } = obstacles;
  const isInKernel = (name: string): boolean => isLoaded(name) || database.isBuiltin(name);
  if (isInKernel(module.name)) return { outcome: "nothing", steps: [] };
  if (isHeldBack(database, module, useBlacklist)) return { outcome: "held back", steps: [] };
  const plan = planInsertion(database, { module, parameters: [], ignoreCommands: false }, onProblem);
  const steps: ForecastStep[] = [];
  for (const step of plan) {
    if (isInKernel(step.module) || steps.some((each) => each.module === step.module)) continue;
    const tried = { ...step, refusals: refusalsOf(obstacles, step) };
    steps.push(tried);
    if (endsPlan(tried)) return { outcome: "fails", steps };
  }
  return { outcome: steps.some(({ action }) => action === "install") ? "runs a command" : "loads", steps };
}

function endsPlan({ required, action, refusals }: ForecastStep): boolean {
  return required && (action === "missing" || refusals.length > 0);
}

/** Without what it needs the kernel finds symbols missing: where the kernel refuses that too, or a command that loads nothing stands in its place. */
function refusalsOf(obstacles: Obstacles, step: PlannedStep): readonly Hindrance[] {
  if (step.action !== "insert") return [];
  const all = hindrancesOf(obstacles, obstacles.database.moduleNamed(step.module));
  const isNotLoaded = (each: Hindrance): boolean => each.kind === "command" && each.idle && each.module !== step.module;
  return all.filter((each) => isAbsolute(each) || isNotLoaded(each));
}
