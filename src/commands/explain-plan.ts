/** What explain says would be done for a module, step by step. */

import type { Forecast, ForecastStep } from "../core/explanation/forecast.ts";
import type { ModuleExplanation } from "./explain-facts.ts";
import { hindranceText } from "./hindrance-text.ts";
import { originText } from "./origin-text.ts";

/** Nothing for what is there; the steps of the request, or of the bare name where the blacklist holds the request back. */
export function planTexts({ forecast, byName, target }: ModuleExplanation): readonly string[] {
  const { name } = target.module;
  if (forecast.outcome === "nothing") return [];
  if (forecast.outcome === "held back") {
    return ["nothing for an alias or 'modprobe -b'", ...stepTexts(byName, `'modprobe ${name}': `)];
  }
  return stepTexts(forecast, "");
}

function stepTexts({ steps }: Forecast, who: string): readonly string[] {
  return steps.map((step) => `${who}${stepText(step)}${refusalText(step)}`);
}

function refusalText({ refusals, required, module }: ForecastStep): string {
  if (refusals.length === 0) return "";
  const reason = refusals.map((each) => hindranceText(each, module)).join(", ");
  return required ? `: fails, ${reason}` : `: in vain, ${reason}`;
}

function stepText(step: ForecastStep): string {
  switch (step.action) {
    case "insert":
      return `insert ${step.path}${step.options === "" ? "" : ` ${step.options}`}`;
    case "install":
      return `run '${step.command.trim()}' for ${step.module} (${originText(step.origin)})`;
    case "missing":
      return `look for ${step.module}, which no index has`;
    default:
      return `nothing for ${step.module}, which is built in`;
  }
}
