import fc from "fast-check";
import { expect, test } from "vitest";
import { lsmod } from "../../src/commands/lsmod.ts";
import { gatherAndView } from "../support/gather-and-view.ts";
import { memoryPlatform } from "../support/memory-platform.ts";
import { mutatedProcModules } from "../support/mutated-proc-modules.ts";

const numRuns = Number(process.env["KMOD_TS_PROPERTY_RUNS"] ?? 2000);

test("lsmod shows whatever it is given in every form", () => {
  const forms = ["json", "table", "tree", "graph=dot", "graph=mermaid", "graph=svg", "sort=users"];
  const property = fc.property(mutatedProcModules(), fc.constantFrom(...forms), (text, form) => {
    const platform = memoryPlatform({ "proc/modules": text });
    const { output } = gatherAndView(lsmod, platform, [form]);
    if (output.kind === "json") expect(output.value).toMatchObject({ schemaVersion: 1 });
    if (output.kind === "picture") expect(output.dot).toMatch(/^digraph modules \{\n.*\}\n$/s);
  });
  fc.assert(property, { numRuns, seed: 20261124 });
});
