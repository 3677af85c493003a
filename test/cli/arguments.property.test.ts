import fc from "fast-check";
import { expect, test } from "vitest";
import { scanArguments } from "../../src/cli/arguments.ts";
import { splitEnvironmentOptions } from "../../src/cli/modprobe-options.ts";
import { parseWithCommander } from "../../src/cli/parse-with-commander.ts";
import { someOptions } from "./trial.ts";

const numRuns = Number(process.env["KMOD_TS_PROPERTY_RUNS"] ?? 2000);

const names = someOptions.flatMap((spec) => [spec.long, ...(spec.otherNames ?? []).map(({ long }) => long)]);
const letters = someOptions.flatMap(({ short }) => short ?? []).join("");
const byteText = fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((byte) => String.fromCharCode(byte)) });
const value = fc.oneof(byteText, fc.constantFrom("", "-", "--", "--all", "12", "-5"));
const longWord = fc
  .tuple(fc.constantFrom(...names), fc.nat(20), fc.option(value))
  .map(([name, length, text]) => `--${name.slice(0, length)}${text === null ? "" : `=${text}`}`);
const cluster = fc.string({ unit: fc.constantFrom(...letters, "x", "=", "0"), maxLength: 6 }).map((text) => `-${text}`);
const word = fc.oneof(longWord, cluster, value);

test("commander takes what `scanArguments` leaves exactly as it stands", () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), fc.boolean(), (words, stopAtOperand) => {
      const scan = scanArguments(someOptions, words, { stopAtOperand, onDeprecated: () => undefined });
      if (scan.kind !== "arguments") return;
      const uses = parseWithCommander(someOptions, scan.options);
      expect(uses.flatMap((use) => [`--${use.long}`, ...(use.value === undefined ? [] : [use.value])])).toEqual(
        scan.options,
      );
      expect(scan.options.length + scan.operands.length).toBeLessThanOrEqual(words.join("").length + words.length);
    }),
    { numRuns, seed: 2 },
  );
});

test("`splitEnvironmentOptions` without quotes is a split at spaces", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(" ", "a", "-", "\t", "\xe9") }), (text) => {
      const words = text.split(" ");
      expect(splitEnvironmentOptions(text)).toEqual(words.at(-1) === "" ? words.slice(0, -1) : words);
    }),
    { numRuns, seed: 3 },
  );
});

test("`splitEnvironmentOptions` keeps every byte but paired quotes and spaces between words", () => {
  const bare = (text: string): string => text.replace(/[ '"]/g, "");
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(" ", "a", "'", '"', "b") }), (text) => {
      expect(bare(splitEnvironmentOptions(text).join(""))).toBe(bare(text));
    }),
    { numRuns, seed: 4 },
  );
});
