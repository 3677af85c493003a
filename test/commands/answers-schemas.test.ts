/** Every JSON document among the answers of fixtures/roots fits the schema of its command. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { type Expectation, readExpectations } from "../conformance/support/expectations.ts";

const ANSWERS = join(import.meta.dirname, "../../fixtures/roots/crossroads/answers");

function schema(command: string): ValidateFunction {
  const text = readFileSync(join(import.meta.dirname, `../../schemas/${command}.schema.json`), "utf8");
  return new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(JSON.parse(text));
}

/** The document in a block; lines of standard error and the status follow it. */
function documentOf({ block }: Expectation): unknown {
  const lines = Buffer.from(block, "latin1").toString("utf8").split("\n");
  return JSON.parse(lines.filter((line) => !/^(?:! |\[exit )/.test(line)).join("\n"));
}

/** Documents with one key taken away or one added, wherever there is an object. */
function* spoilt(value: unknown): Iterable<unknown> {
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) for (const bad of spoilt(item)) yield value.with(at, bad);
  } else if (typeof value === "object" && value !== null) {
    yield { ...value, unheardOf: 1 };
    for (const [key, item] of Object.entries(value)) {
      yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
      for (const bad of spoilt(item)) yield { ...value, [key]: bad };
    }
  }
}

describe.each(["which", "status", "explain"])("%s.schema.json", (command) => {
  const validate = schema(command);
  const documents = readExpectations(join(ANSWERS, `${command}.txt`)).filter(({ command: line }) =>
    line.includes(" --json"),
  );

  test("there are documents", () => expect(documents.length).toBeGreaterThan(0));

  test.each(documents)("$command", (answer) => {
    const document = documentOf(answer);
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    for (const bad of spoilt(document)) expect(validate(bad), JSON.stringify(bad)).toBe(false);
  });
});
