/**
 * `kmod-ts explain` says beforehand, of modules and of modaliases, what kmod's `modprobe -b` then does: which steps, with which options,
 * whether it is loaded in the end. `kmod-ts status` has to agree before and after.
 */

import { afterAll, beforeAll, expect, test } from "vitest";
import { instanceOf } from "../conformance/support/modaliases.ts";
import { choose, groups, randomNumbers } from "../conformance/support/mode.ts";
import {
  aliasPatterns,
  fileModuleName,
  findTree,
  indexLines,
  type ModuleTree,
  modulePaths,
} from "../conformance/support/trees.ts";
import { describeUnless } from "../support/lack.ts";
import { forecastCase, type Trial, trialsOf } from "./support/forecasts.ts";
import { type Guest, uml } from "./support/guest.ts";
import { isFull, modeTitle } from "./support/mode.ts";
import { comparisonProblem, runCases } from "./support/side-by-side.ts";

/** Words of a case. */
const TOGETHER = 12;

const tree = findTree("uml");
const problem = comparisonProblem(uml);
const title = `explain and status in ${uml.title} (${modeTitle})`;

const names = tree === undefined ? [] : modulePaths(tree).map(fileModuleName);
const random = randomNumbers("explained configuration");
const pick = (): string => names[Math.floor(random() * names.length)] ?? "";
const some = (share: number): readonly string[] => names.filter(() => random() < share);

/** The kernel refuses these; the guest is booted with them. */
const masked = some(0.02).map((name) => name.replaceAll("-", "_"));

/** Lines of every kind. Soft dependencies beside an install command are a deliberate difference: no module has both. */
function makeConfiguration(of: ModuleTree): string {
  const indexed = indexLines(of, "modules.softdep").map((line) => line.split(" ")[1] ?? "");
  const soft = some(0.05);
  const hasSoft = new Set([...indexed, ...soft].map((name) => name.replaceAll("-", "_")));
  const commanded = some(0.08).filter((name) => !hasSoft.has(name.replaceAll("-", "_")));
  return [
    ...some(0.1).map((name) => `blacklist ${name}`),
    ...some(0.2).map((name, at) => `options ${name} lab_option=${at}`),
    ...soft.filter((name) => !indexed.includes(name)).map((name) => `softdep ${name} pre: ${pick()} post: ${pick()}`),
    ...commanded.map((name, at) => {
      const command = at % 2 === 0 ? "/bin/true" : `MODPROBE_OPTIONS= /sbin/modprobe --ignore-install ${name}`;
      return `install ${name} ${command}`;
    }),
    "alias lab-alias-* loop\n",
  ].join("\n");
}

function makeWords(of: ModuleTree): readonly string[] {
  const patterns = [...new Set(aliasPatterns(of)), "lab-alias-*", "nosuch-*"];
  const aliases = choose(patterns, isFull ? 320 : 5, "explained aliases").map((each) => instanceOf(each, random));
  return [...new Set([...choose(names, isFull ? 320 : 5, "explained modules"), "no-such-module", ...aliases])];
}

const guest: Guest = {
  ...uml,
  command(job, lab) {
    const { program, args } = uml.command(job, lab);
    return { program, args: [...args, `module_blacklist=${masked.join(",")}`] };
  },
};

const words = tree === undefined ? [] : makeWords(tree);
const batches = groups(words, TOGETHER);

/**
 * Modules whose own initialisation refuses, without their hardware, a parameter or what else they look for: nobody can know before.
 * The loader never answers so.
 */
const OWN_REFUSAL =
  /could not insert '[^']*': (?:No such device|No such device or address|Invalid argument|Device or resource busy|Address family not supported by protocol|Input\/output error|Bad address)$/;

/**
 * Those that always refuse here: without a number of an interrupt or a chip, or because they ask the kernel for a cipher, a text search or a
 * compressor while they start, and it may load none. The latter fail with ENOENT, which the loader has for a missing symbol.
 */
const REFUSE_ALWAYS: readonly string[] = ["dummy_irq", "encrypted_keys", "i2c_stub", "nf_conntrack_amanda", "ubifs"];
const UNKNOWN_SYMBOL = /could not insert '[^']*': Unknown symbol in module, or unknown parameter \(see dmesg\)$/;

/** These modules and what cannot be loaded without them. */
const refusing: ReadonlySet<string> = new Set(
  tree === undefined
    ? []
    : indexLines(tree, "modules.dep").flatMap((line) => {
        const [name = "", ...needed] = line
          .split(/:? +/)
          .map(fileModuleName)
          .map((each) => each.replaceAll("-", "_"));
        return [name, ...needed].some((each) => REFUSE_ALWAYS.includes(each)) ? [name] : [];
      }),
);

describeUnless(problem, title, () => {
  let trials: readonly Trial[] = [];
  const refused: string[] = [];

  beforeAll(async () => {
    const configuration = makeConfiguration(tree as ModuleTree);
    const cases = batches.map((batch, at) => forecastCase(`words ${at}`, configuration, batch));
    const [outcomes = []] = await runCases(guest, [{ tools: "ours", cases }]);
    trials = outcomes.flatMap((outcome, at) => {
      expect(outcome.before, "the preparation is silent").toBe("");
      expect(outcome.err).toBe("");
      return trialsOf(outcome, batches[at] ?? []);
    });
  }, 1_800_000);

  test.for(words.map((word, at) => ({ word, at })))("$word", ({ word, at }) => {
    const trial = trials[at] as Trial;
    expect(trial.word).toBe(word);
    expectForecast(trial, refused);
    expectStatus(trial);
  });

  afterAll(() => {
    const outcomes = new Map<string, number>();
    for (const outcome of trials.flatMap(({ forecast }) => forecast.outcomes)) {
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    const counts = [...outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(", ");
    console.log(`${title}: ${trials.length} words; ${counts}; refused by themselves: ${refused.join(" ") || "none"}`);
  });
});

function expectForecast(trial: Trial, refused: string[]): void {
  const { forecast, steps, status, messages, loadedBefore, loadedAfter } = trial;
  const mayRefuse = forecast.loads.some((name) => refusing.has(name));
  const isOwn = (line: string): boolean => OWN_REFUSAL.test(line) || (mayRefuse && UNKNOWN_SYMBOL.test(line));
  if (messages.length > 0 && messages.every(isOwn)) {
    refused.push(trial.word);
    expect(forecast.steps.slice(0, steps.length)).toEqual(steps);
    return;
  }
  // Whether a command succeeds is not foretold.
  const runs = forecast.outcomes.includes("runs a command");
  const failed = status !== 0 && !(runs && messages.some((line) => line.includes("Error running install command")));
  expect(
    { steps: forecast.steps, fails: !forecast.found || forecast.outcomes.includes("fails") },
    messages.join(),
  ).toEqual({
    steps,
    fails: failed,
  });
  if (steps.some((step) => step.startsWith("install "))) return;
  const known = (names: readonly string[]): ReadonlySet<string> => new Set(names.filter((name) => !refusing.has(name)));
  expect(known(loadedAfter)).toEqual(known([...loadedBefore, ...forecast.loads]));
}

/** The best of the states, which is what counts. */
function bestOf(states: readonly string[]): string | undefined {
  return ["loaded", "builtin", "available", "blocked", "missing"].find((state) => states.includes(state));
}

function expectStatus({ before, after, forecast, status, messages }: Trial): void {
  const [state, then] = [bestOf(before), bestOf(after)];
  expect(state === "missing").toBe(!forecast.found);
  expect(state === "missing").toBe(messages.some((line) => line.includes("not found in directory")));
  if (state === "builtin" || state === "loaded") expect([status, then]).toEqual([0, state]);
  if (state === "blocked") expect(then).toBe("blocked");
  const isAlone = forecast.outcomes.every((outcome) => outcome === "loads");
  if (state === "available" && isAlone && status === 0) expect(then).toBe("loaded");
}
