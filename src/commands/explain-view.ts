/** The text of `kmod-ts explain`: what is true now, what stands in the way, what would happen, and why; short, and with the place of each claim. */

import type { NamedDevice } from "../core/explanation/device-modalias.ts";
import type { Forecast, ForecastStep } from "../core/explanation/forecast.ts";
import type { Target } from "../core/explanation/subject.ts";
import type { Hindrance } from "../core/module/hindrances.ts";
import type { ExplainFacts, Explanation, ModuleExplanation } from "./explain-facts.ts";
import { hindranceText } from "./hindrance-text.ts";
import { originText } from "./origin-text.ts";
import { precedenceText } from "./precedence-text.ts";
import type { WhichModule } from "./which-facts.ts";

/** Names and patterns of a list that are shown. */
const SHOWN = 3;

const LABEL_WIDTH = 12;

/** The lines of all operands. */
export function* explainPieces(facts: ExplainFacts): Iterable<string> {
  for (const explanation of facts.explanations) {
    yield subjectLine(explanation, facts);
    for (const module of explanation.modules) yield* moduleLines(module, facts);
  }
}

/** What the operand is; nothing for the name of a module, which begins its own paragraph. */
function subjectLine({ subject, modules, near }: Explanation, { directory }: ExplainFacts): string {
  const { request, words, device } = subject;
  if (device !== undefined) return deviceLine(request, device, words, modules.length === 0, directory);
  const [only, other] = modules;
  if (only === undefined) {
    const hint = near.length === 0 ? "" : `; did you mean ${near.join(" or ")}?`;
    return `${request} stands for no module in ${directory}${hint}\n`;
  }
  return other === undefined && only.target.by !== "alias" ? "" : `${request} stands for ${namesOf(modules)}\n`;
}

function deviceLine(
  request: string,
  device: NamedDevice,
  words: readonly string[],
  isUnknown: boolean,
  directory: string,
): string {
  const { path, modaliases, driverModule } = device;
  const parts = [
    path === undefined || path === request ? "" : `is ${path}`,
    path === undefined ? words.map(nodeText).join(", ") : "",
    path !== undefined && modaliases.length === 0 ? "has no modalias, so that nothing is loaded for it" : "",
    modaliases.length === 0 ? "" : `asks for ${modaliases.join(" and ")}`,
    isUnknown && words.length > 0 ? `which no module in ${directory} has` : "",
    driverModule === undefined ? "" : `driven by ${driverModule}`,
  ];
  return `${request} ${parts.filter(Boolean).join(", ")}\n`;
}

/** Of a node without a device, by what it leads to modules. */
function nodeText(word: string): string {
  if (word.startsWith("devname:")) return `is not there, may come by ${word}`;
  return `is a node that no device has yet, opening it asks for ${word}`;
}

function namesOf(modules: readonly ModuleExplanation[]): string {
  return modules.map(({ target }) => target.module.name).join(", ");
}

function* moduleLines(explanation: ModuleExplanation, facts: ExplainFacts): Iterable<string> {
  yield `${explanation.target.module.name}: ${headline(explanation, facts)}\n`;
  yield* rows("because", becauseTexts(explanation));
  yield* rows(
    "stopped by",
    explanation.hindrances.map((each) => stopText(each, explanation)),
  );
  yield* rows("would do", planTexts(explanation));
  yield* rows(
    "options",
    explanation.options.map(({ options, origin }) => `${options.trim()} (${originText(origin)})`),
  );
  yield* rows("file", fileTexts(explanation));
  yield* rows("at boot", bootTexts(explanation));
  yield* rows("aliases", aliasTexts(explanation));
  yield* rows("needed by", userTexts(explanation));
}

function* rows(label: string, texts: readonly string[]): Iterable<string> {
  for (const [at, text] of texts.entries()) yield `  ${(at === 0 ? label : "").padEnd(LABEL_WIDTH)}${text}\n`;
}

function headline(explanation: ModuleExplanation, { running }: ExplainFacts): string {
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

/** Why the word that was asked for leads here. */
function becauseTexts({ target }: ModuleExplanation): readonly string[] {
  const texts = target.sources.flatMap(({ pattern, origin }) =>
    pattern === undefined ? [] : [`alias ${pattern} (${originText(origin)})`],
  );
  return texts.length > SHOWN ? [...texts.slice(0, SHOWN), `and ${texts.length - SHOWN} more aliases`] : texts;
}

function stopText(hindrance: Hindrance, { target }: ModuleExplanation): string {
  return `${hindranceText(hindrance, target.module.name)}${effectText(hindrance)}`;
}

function effectText(hindrance: Hindrance): string {
  if (hindrance.kind === "blacklist")
    return ": not by alias, nor by udev or at boot; by name and as a dependency all the same";
  if (hindrance.kind === "command" && hindrance.idle && hindrance.ignoredFor === undefined) {
    return ", which loads nothing";
  }
  return "";
}

/** Nothing for what is there; the steps of the request, or of the bare name where the blacklist holds the request back. */
function planTexts({ forecast, byName, target }: ModuleExplanation): readonly string[] {
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

function fileTexts({ files, standing }: ModuleExplanation): readonly string[] {
  const { copies, indexed, loaded } = files;
  if (copies === undefined) return indexed === undefined ? [] : [`${indexed}, which is not there`];
  const { winner, losers } = copies;
  // Where it is missing, that is what stops it.
  const stale =
    indexed === winner.path || (indexed === undefined && standing === "missing")
      ? []
      : [`modules.dep ${indexed === undefined ? "has none" : `names ${indexed}`}: run depmod`];
  const verdicts = [...(loaded?.likeness ?? [])];
  const same = verdicts.find(([, { verdict }]) => verdict === "same");
  const isLoaded = standing === "loaded" && verdicts.length > 0;
  const unlike = verdicts.every(([, { verdict }]) => verdict === "different");
  const origin = same !== undefined && same[0] !== winner.path ? [`loaded is ${same[0]} (same ${same[1].by})`] : [];
  return [
    winner.path,
    ...losers.map((loser) => `not ${loser.file.path}: ${precedenceText(loser)}`),
    ...origin,
    ...(isLoaded && unlike ? ["loaded is another file, or one that has changed since"] : []),
    ...stale,
  ];
}

function bootTexts({ routes, target, forecast }: ModuleExplanation): readonly string[] {
  const end =
    forecast.outcome === "held back" ? ": the blacklist stops that" : forecast.outcome === "fails" ? ": in vain" : "";
  return routes.boot.map(({ request, origin, word }) => {
    const alias = request.replaceAll("-", "_") === target.module.name ? "" : ` as ${request}`;
    const by = word === undefined ? "" : ` by ${word}=`;
    const where = word === "rd.modules_load" ? ", in the initramfs" : "";
    return `asked for${alias}${by} (${originText(origin)})${where}${end}`;
  });
}

function aliasTexts({ routes, target }: ModuleExplanation): readonly string[] {
  const { aliases } = routes;
  if (target.by === "alias" || aliases.length === 0) return [];
  const shown = aliases.slice(0, SHOWN).map(({ pattern, origin }) => `${pattern} (${originText(origin)})`);
  return aliases.length > SHOWN ? [...shown, `and ${aliases.length - SHOWN} more`] : shown;
}

function userTexts({ routes }: ModuleExplanation): readonly string[] {
  const { users, stated } = routes;
  const hard = users.length === 0 ? [] : [`${shortList(users)} (modules.dep)`];
  const soft = stated.map(
    ({ from, kind, origin }) => `${from}, ${kind === "weak" ? "weakdep" : `softdep ${kind}`} (${originText(origin)})`,
  );
  return [...hard, ...soft];
}

function shortList(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return `${names.slice(0, SHOWN).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
