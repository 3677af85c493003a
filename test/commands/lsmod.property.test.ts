import fc from "fast-check";
import { expect, test } from "vitest";
import { lsmod } from "../../src/commands/lsmod.ts";
import { toByteString } from "../../src/core/bytes.ts";
import { gatherAndView } from "../support/gather-and-view.ts";
import { memoryPlatform } from "../support/memory-platform.ts";
import { mutatedText } from "../support/mutated-text.ts";
import { procModulesOf } from "../support/proc-scenario.ts";

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

test("lsmod shows whatever it is given in every form", () => {
  const forms = ["json", "table", "tree", "graph=dot", "graph=mermaid", "graph=svg", "sort=users"];
  const property = fc.property(mutatedText(SEEDS, WORDS), fc.constantFrom(...forms), (text, form) => {
    const platform = memoryPlatform({ "proc/modules": text });
    const { output } = gatherAndView(lsmod, platform, [form]);
    if (output.kind === "json") expect(output.value).toMatchObject({ schemaVersion: 1 });
    if (output.kind === "picture") expect(output.dot).toMatch(/^digraph modules \{\n.*\}\n$/s);
  });
  fc.assert(property, { numRuns, seed: 20261124 });
});
