import fc from "fast-check";
import { expect, test } from "vitest";
import { type LoadedModule, parseProcModules } from "../../../src/core/state/proc-modules.ts";
import { mutatedProcModules } from "../../support/mutated-proc-modules.ts";

const numRuns = Number(process.env["KMOD_TS_PROPERTY_RUNS"] ?? 2000);

function isSound({ size, references = 0, state, taint }: LoadedModule): boolean {
  const numbers = Number.isSafeInteger(size) && size >= 0 && Number.isSafeInteger(references);
  return numbers && ["live", "loading", "unloading"].includes(state) && /^[A-Z]*$/.test(taint);
}

test("`parseProcModules` gives a sound entry for every line of whatever it is given", () => {
  const property = fc.property(mutatedProcModules(), (text) => {
    const entries = parseProcModules(text);
    expect(entries).toHaveLength(text.split("\n").length - (text === "" || text.endsWith("\n") ? 1 : 0));
    expect(entries.filter((entry) => "module" in entry && !isSound(entry.module))).toEqual([]);
  });
  fc.assert(property, { numRuns, seed: 20261123 });
});
