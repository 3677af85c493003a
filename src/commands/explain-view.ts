/** The text of `kmod-ts explain`: what is true now, what stands in the way, what would happen, and why; short, and with the place of each claim. */

import type { NamedDevice } from "../core/explanation/device-modalias.ts";
import type { Hindrance } from "../core/module/hindrances.ts";
import type { ExplainFacts, Explanation, ModuleExplanation } from "./explain-facts.ts";
import { headline } from "./explain-headline.ts";
import { planTexts } from "./explain-plan.ts";
import { afterLabel, type Hang } from "./hanging.ts";
import { hindranceText } from "./hindrance-text.ts";
import { originText } from "./origin-text.ts";
import { precedenceText } from "./precedence-text.ts";
import { SHOWN, shortList } from "./short-list.ts";

const LABEL_WIDTH = 12;

/** Behind the label. */
export const explainHang: Hang = afterLabel(2 + LABEL_WIDTH);

/** The lines of all operands. */
export function* explainPieces(facts: ExplainFacts): Iterable<string> {
  for (const explanation of facts.explanations) {
    yield subjectLine(explanation, facts);
    for (const module of explanation.modules) yield* moduleLines(module, facts);
  }
}

/** What the operand is; nothing for the name of a module, which begins its own paragraph. */
function subjectLine({ subject, modules, near }: Explanation, facts: ExplainFacts): string {
  const { directory } = facts;
  const { request, words, device } = subject;
  if (device !== undefined) return deviceLine(request, device, words, modules.length === 0 ? absenceText(facts) : "");
  const [only, other] = modules;
  if (only === undefined) {
    const hint = near.length === 0 ? "" : `; did you mean ${near.join(" or ")}?`;
    return `${request} stands for no module in ${directory}${hint}\n`;
  }
  return other === undefined && only.target.by !== "alias" ? "" : `${request} stands for ${namesOf(modules)}\n`;
}

function absenceText({ directory, claimsKnown }: ExplainFacts): string {
  return claimsKnown ? `which no module in ${directory} has` : "which module has that is not known";
}

function deviceLine(request: string, device: NamedDevice, words: readonly string[], absence: string): string {
  const { path, modaliases, driver, driverModule } = device;
  const isBuiltin = driver !== undefined && driverModule === undefined;
  const parts = [
    path === undefined || path === request ? "" : `is ${path}`,
    path === undefined ? words.map(nodeText).join(", ") : "",
    path !== undefined && modaliases.length === 0 ? "has no modalias, so that nothing is loaded for it" : "",
    modaliases.length === 0 ? "" : `asks for ${modaliases.join(" and ")}`,
    words.length > 0 && !isBuiltin ? absence : "",
    driverModule === undefined ? "" : `driven by ${driverModule}`,
    isBuiltin ? `driven by ${driver}, part of the kernel` : "",
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
