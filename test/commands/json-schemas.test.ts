import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { lsmod } from "../../src/commands/lsmod.ts";
import { staticNodes } from "../../src/commands/static-nodes.ts";
import { decodeUtf8 } from "../../src/core/bytes.ts";
import { gatherAndView } from "../support/gather-and-view.ts";
import { memoryPlatform } from "../support/memory-platform.ts";
import { procModulesOf, procScenarios } from "../support/proc-scenario.ts";

function schema(tool: string): ValidateFunction {
  const path = join(import.meta.dirname, `../../schemas/${tool}.schema.json`);
  return new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
    JSON.parse(readFileSync(path, "utf8")),
  );
}

/** The problems that a schema finds in a document; none for a valid one. */
function problems(validate: ValidateFunction, document: unknown): readonly unknown[] {
  return validate(document) ? [] : (validate.errors ?? []);
}

describe("lsmod.schema.json", () => {
  const validate = schema("lsmod");

  test.each(procScenarios().filter((name) => procModulesOf(name) !== undefined))(
    "lsmod --json of %s is valid",
    (name) => {
      const modules = procModulesOf(name) ?? "";
      const { text } = gatherAndView(lsmod, memoryPlatform({ "proc/modules": modules }), ["json"]);
      expect(problems(validate, JSON.parse(decodeUtf8(text)))).toEqual([]);
    },
  );

  test("the schema refuses what lsmod does not print", () => {
    expect(problems(validate, { schemaVersion: 1, modules: [], more: 1 })).toHaveLength(1);
    expect(problems(validate, { schemaVersion: 2, modules: [] })).toHaveLength(1);
    expect(problems(validate, { schemaVersion: 1, modules: [{}] })).toHaveLength(9);
  });
});

describe("static-nodes.schema.json", () => {
  const validate = schema("static-nodes");

  test.each([
    ["nodes", "fuse fuse c10:229\nloop loop-control b4294967295:0\nn\xe9 d\xff/x c1:2\n"],
    ["no nodes", ""],
  ])("static-nodes --json of a file with %s is valid", (_what, devname) => {
    const platform = memoryPlatform({ "lib/modules/6.1.0-test/modules.devname": devname });
    const { text } = gatherAndView(staticNodes, platform, ["json"]);
    expect(problems(validate, JSON.parse(decodeUtf8(text)))).toEqual([]);
  });

  test("the schema refuses what static-nodes does not print", () => {
    const node = { module: "m", path: "/tmp/x", type: "fifo", major: -1, minor: 0.5 };
    expect(problems(validate, { schemaVersion: 1, kernelRelease: "6.1", nodes: [node] })).toHaveLength(4);
    expect(problems(validate, { schemaVersion: 1, nodes: [] })).toHaveLength(1);
  });
});
