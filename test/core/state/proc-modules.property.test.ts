import fc from "fast-check";
import { expect, test } from "vitest";
import { toByteString } from "../../../src/core/bytes.ts";
import { type LoadedModule, parseProcModules } from "../../../src/core/state/proc-modules.ts";
import { mutatedText } from "../../support/mutated-text.ts";
import { procModulesOf } from "../../support/proc-scenario.ts";

const numRuns = Number(process.env["KMOD_TS_PROPERTY_RUNS"] ?? 2000);

/** Small scenarios whole, and the beginning of a large one. */
const SEEDS = [
  "uml-6.1",
  "permanent",
  "unloading",
  "no-unload-support",
  "tainted",
  "malformed-lines",
  "binary-rubbish",
].map((name) => toByteString(procModulesOf(name) ?? new Uint8Array()).slice(0, 1200));

const WORDS = [
  "-",
  ",",
  "[permanent],",
  "Live",
  "Loading",
  "Unloading",
  "0x",
  "(",
  "+)",
  "99999999999999999999",
  "__proto__",
];

function isSound({ size, references = 0, state, taint }: LoadedModule): boolean {
  const numbers = Number.isSafeInteger(size) && size >= 0 && Number.isSafeInteger(references);
  return numbers && ["live", "loading", "unloading"].includes(state) && /^[A-Z]*$/.test(taint);
}

test("`parseProcModules` gives a sound entry for every line of whatever it is given", () => {
  const property = fc.property(mutatedText(SEEDS, WORDS), (text) => {
    const entries = parseProcModules(text);
    expect(entries).toHaveLength(text.split("\n").length - (text === "" || text.endsWith("\n") ? 1 : 0));
    expect(entries.filter((entry) => "module" in entry && !isSound(entry.module))).toEqual([]);
  });
  fc.assert(property, { numRuns, seed: 20261123 });
});
