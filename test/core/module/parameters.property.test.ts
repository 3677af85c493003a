import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combineParameters } from "../../../src/core/module/parameter-facts.ts";
import { isAcceptable } from "../../../src/core/module/parameter-types.ts";
import { compareValues } from "../../../src/core/module/parameter-values.ts";
import { splitOptionString } from "../../../src/core/module/parameter-words.ts";
import { settingsOf } from "../../../src/core/module/wanted-parameters.ts";
import { mutatedText } from "../../support/mutated-text.ts";

const RUNS = { numRuns: Number(process.env["KMOD_TS_PROPERTY_RUNS"] ?? 2000), seed: 20_261_123 };

const type = fc.constantFrom(
  "bool",
  "invbool",
  "bint",
  "byte",
  "int",
  "uint",
  "ullong",
  "hexint",
  "charp",
  "array of int",
  "array of bool",
  "own",
  "array of own",
  undefined,
);
const text = mutatedText(
  ["a=1 b=0x10,2,-3 c", 'name="two words" -- x=1', "Y,N,Y", "18446744073709551615", "(null)"],
  ["=", '"', ",", "--", "0x", "Y", "-", "a=1"],
);
const name = fc.constantFrom("a", "b-c", "b_c", "name", "");

/** What the kernel prints of a number after it was given one. */
const given = fc
  .bigInt({ min: 0n, max: 2n ** 64n - 1n })
  .chain((number) =>
    fc
      .constantFrom(String(number), `0x${number.toString(16)}`, `0${number.toString(8)}`)
      .map((form) => ({ number, form })),
  );

describe("parameters", () => {
  it("any words and any values come to a verdict, and every value agrees with itself", () => {
    fc.assert(
      fc.property(type, text, text, (of, wanted, live) => {
        expect(["same", "different", "unclear"]).toContain(compareValues(of, wanted, live));
        expect(compareValues(of, live, live)).toBe("same");
        isAcceptable(of ?? "", wanted);
      }),
      RUNS,
    );
  });

  it("a number agrees with what the kernel prints of it, and with no other", () => {
    fc.assert(
      fc.property(given, given, fc.constantFrom("ullong", "own"), ({ number, form }, other, of) => {
        expect(compareValues(of, form, String(number))).toBe("same");
        expect(compareValues("ullong", form, String(other.number)) === "same").toBe(number === other.number);
      }),
      RUNS,
    );
  });

  it("words that need no quotes are found again", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "_", "1", ","), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.record({ name: word, value: fc.option(word, { nil: undefined }) })), (words) => {
        const line = words
          .map((each) => (each.value === undefined ? each.name : `${each.name}=${each.value}`))
          .join(" ");
        expect(splitOptionString(line)).toEqual(words);
      }),
      RUNS,
    );
  });

  it("the facts have every parameter once, whoever names it", () => {
    const origin = { kind: "command-line" } as const;
    const sources = fc.record({
      declared: fc.option(fc.array(fc.record({ name, description: fc.constant(undefined), type })), { nil: undefined }),
      live: fc.array(
        fc.record({
          name,
          value: fc.option(text, { nil: undefined }),
          errno: fc.constant(undefined),
          mode: fc.option(fc.nat(0o777), { nil: undefined }),
        }),
      ),
      options: fc.array(text),
      presence: fc.constantFrom("absent", "loaded", "builtin"),
    });
    fc.assert(
      fc.property(sources, ({ declared, live, options, presence }) => {
        const settings = settingsOf(options.map((each) => ({ module: "m", options: each, origin })));
        const facts = combineParameters({ declared, complete: declared !== undefined, live, settings, presence });
        const keys = facts.map((each) => each.name.replaceAll("-", "_"));
        expect(new Set(keys).size).toBe(keys.length);
        const named = [...(declared ?? []), ...live].map((each) => each.name.replaceAll("-", "_"));
        expect(new Set(keys)).toEqual(new Set([...named, ...settings.keys()]));
        expect(facts.flatMap((each) => each.settings)).toHaveLength([...settings.values()].flat().length);
      }),
      RUNS,
    );
  });
});
