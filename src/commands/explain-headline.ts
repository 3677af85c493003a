/** What explain says first of a module: how things are now. */

import type { Forecast } from "../core/explanation/forecast.ts";
import type { Target } from "../core/explanation/subject.ts";
import type { ExplainFacts, ModuleExplanation } from "./explain-facts.ts";
import { originText } from "./origin-text.ts";
import { shortList } from "./short-list.ts";
import type { WhichModule } from "./which-facts.ts";

/** How a module stands, without its name. */
export function headline(explanation: ModuleExplanation, { running }: ExplainFacts): string {
  const { standing, loaded, files, byName, target } = explanation;
  const { name } = target.module;
  const users = loaded?.usedBy ?? [];
  switch (standing) {
    case "loaded":
      return `loaded${users.length === 0 ? "" : `, used by ${shortList(users)}`}`;
    case "loading":
      return "being loaded at this moment";
    case "unloading":
      return "being removed at this moment";
    case "builtin":
      return `built into the kernel, there is nothing to load${builtinPlace(target)}`;
    case "missing":
      return missingText(files);
    case "available":
      return `${running ? "not loaded, " : ""}${availableText(explanation)}`;
    default:
      return `${running ? "not loaded, and " : ""}${blockedText(byName, name)}`;
  }
}

function missingText({ indexed, copies }: WhichModule): string {
  if (indexed !== undefined) return "its file is missing";
  return copies === undefined ? "no module has that name" : "there is a file, but depmod has not indexed it";
}

/** A command that may load it is all that can stand in the way of what is available. */
function availableText({ hindrances, target }: ModuleExplanation): string {
  const command = hindrances.find(({ kind }) => kind === "command");
  if (command === undefined) return "nothing stops it";
  const whose = command.module === target.module.name ? "its place" : `the place of ${command.module}, which it needs`;
  return `a command stands in ${whose}`;
}

function blockedText({ outcome }: Forecast, name: string): string {
  if (outcome === "fails") return "cannot be loaded";
  return outcome === "loads" ? `kept out but for 'modprobe ${name}'` : "a command stands in its place";
}

function builtinPlace({ by, sources }: Target): string {
  return by === "builtin" ? sources.map(({ origin }) => ` (${originText(origin)})`).join("") : "";
}
