import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteStrings } from "../../../src/core/byte-strings.ts";
import { parseDepmodDirectives } from "../../../src/core/depmod/configuration.ts";
import { findDeviceNode } from "../../../src/core/depmod/devname.ts";
import { compileExtendedExpression } from "../../../src/core/depmod/extended-expression.ts";
import { parseSymbolVersions, parseSystemMap } from "../../../src/core/depmod/kernel-symbols.ts";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { FIXTURE_MODULES, fixtureBytes } from "../../support/fixture-modules.ts";
import { buildModule } from "../../support/module-builder.ts";
import { mutated, PROPERTY_PARAMETERS, valueOrFormatError } from "../../support/mutations.ts";
import { type PlainSymbol, plainFacts } from "../../support/plain-facts.ts";

const MODULES = [
  ...FIXTURE_MODULES.map(fixtureBytes),
  buildModule({
    exports: ["a", "b"],
    needs: ["c"],
    weakNeeds: ["d"],
    aliases: ["x"],
    versions: [{ name: "c", crc: 1 }],
  }),
  buildModule({ plainExports: ["a", "b"], elfClass: 32, littleEndian: false }),
];

test("`readModuleFacts` gives facts of any bytes, or a FormatError; the same with CRCs and without", () => {
  fc.assert(
    fc.property(mutated(MODULES), (bytes) => {
      valueOrFormatError(() => {
        const facts = plainFacts(imageSource("m", bytes));
        const withCrcs = plainFacts(imageSource("m", bytes), { withCrcs: true });
        const bare = <Item extends PlainSymbol>({ crc: _, ...symbol }: Item): Omit<Item, "crc"> => symbol;
        expect(facts).toEqual({
          ...withCrcs,
          exports: withCrcs.exports.map(bare),
          needs: withCrcs.needs.map(bare),
        });
      });
    }),
    PROPERTY_PARAMETERS,
  );
});

const WORDS = [
  "search",
  "override",
  "external",
  "exclude",
  " ",
  "\t",
  "\n",
  "\\",
  "#",
  "*",
  "[",
  "a",
  "\0",
  "\xff",
  "0x1",
  "vmlinux",
];
const text = fc.string({ unit: fc.constantFrom(...WORDS, "__ksymtab_", "include"), maxLength: 40 });

test("the parsers of depmod.d, Module.symvers and System.map take any text", () => {
  fc.assert(
    fc.property(text, (content) => {
      const ignore = (): void => undefined;
      parseDepmodDirectives(content, "a", "6.1", ignore);
      parseSymbolVersions(content, "a", "a", ignore);
      parseSystemMap(content, "a", undefined, ignore);
      const strings = new ByteStrings();
      for (const line of content.split("\n")) strings.addText(line);
      findDeviceNode(strings, { from: 0, to: strings.count });
    }),
    PROPERTY_PARAMETERS,
  );
});

/** What POSIX and JavaScript have in common. */
const unit = fc.constantFrom(
  "a",
  "b",
  ".",
  "a*",
  "b+",
  "a?",
  "(a|b)",
  "(ab)*",
  "[ab]",
  "[^a]",
  "a{2}",
  "b{1,2}",
  "|",
  "^",
  "$",
);
const subject = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });

test("`compileExtendedExpression` agrees with the engine's expressions where both are the same", () => {
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 6 }), subject, (units, content) => {
      const expression = units.join("");
      expect(compileExtendedExpression(expression)?.(content)).toBe(new RegExp(expression).test(content));
    }),
    PROPERTY_PARAMETERS,
  );
});
