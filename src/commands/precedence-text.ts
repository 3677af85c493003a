/** Why one file of a module goes before another, for people. */

import type { LosingCopy } from "../core/depmod/copies.ts";
import type { PrecedenceRule, RankedPlace } from "../core/depmod/precedence.ts";
import { originText } from "./origin-text.ts";

/** The rule, and the lines that it stands on or that it is depmod's own. */
export function precedenceText({ rule, origins }: LosingCopy): string {
  if (rule.kind === "order") return ruleText(rule);
  const places = origins.length === 0 ? "depmod's default" : origins.map(originText).join(", ");
  return `${ruleText(rule)} (${places})`;
}

function ruleText(rule: PrecedenceRule): string {
  switch (rule.kind) {
    case "override":
      return `override for ${rule.path}`;
    case "search":
      return `${placeName(rule.winner)} goes before ${placeName(rule.loser)}`;
    default:
      return "no rule decides, the order of the directories does";
  }
}

function placeName(place: RankedPlace): string {
  switch (place.kind) {
    case "search":
    case "external":
      return `${place.directory}/`;
    case "built-in":
      return "all other directories (built-in)";
    default:
      return "directories that the search list does not name";
  }
}
