import fc from "fast-check";
import { expect, test } from "vitest";
import { isWeak, neededName, SymbolReader } from "../../../src/core/depmod/module-symbols.ts";
import { SymbolNames } from "../../../src/core/depmod/symbol-names.ts";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { readElf } from "../../../src/core/elf/file.ts";
import { SymbolTable } from "../../../src/core/elf/symbol-table.ts";
import { readNeededSymbols } from "../../../src/core/elf/symbols.ts";
import { buildModule, type ModuleDescription } from "../../support/module-builder.ts";
import { PROPERTY_PARAMETERS } from "../../support/mutations.ts";

/** Few enough to meet again, some the beginning of others. */
const name = fc.constantFrom("a", "ab", "abc", "b", "ba", "c", "cc", "printk", "printk_once", "module_layout");
const names = fc.array(name, { maxLength: 12 });

/** Versions in the order of the needs with some left out or moved, as modpost leaves them, or of any names. */
const module: fc.Arbitrary<ModuleDescription> = fc
  .record({ needs: names, weakNeeds: names, others: names, moved: fc.nat(), isLike: fc.boolean() })
  .map(({ needs, weakNeeds, others, moved, isLike }) => {
    const like = [...needs, ...weakNeeds].filter((_, at) => (moved >> at) % 2 === 0);
    const listed = isLike ? [...like.slice(moved % 5), ...others, ...like.slice(0, moved % 5)] : others;
    return { needs, weakNeeds, versions: listed.map((each) => ({ name: each, crc: 1 })) };
  });

test("`SymbolReader` finds of many modules what `readNeededSymbols` finds of each", () => {
  fc.assert(
    fc.property(fc.array(module, { minLength: 1, maxLength: 4 }), (modules) => {
      const reader = new SymbolReader(new SymbolNames(), false);
      for (const description of modules) {
        const elf = readElf(imageSource("m.ko", buildModule(description)));
        const { from, to } = reader.needs(elf, SymbolTable.read(elf) as SymbolTable);
        const found = Array.from(reader.numbers.values.subarray(from, to), (need) => ({
          name: reader.names.text(neededName(need)),
          weak: isWeak(need),
        }));
        expect(found).toEqual(readNeededSymbols(elf).map(({ name: each, weak }) => ({ name: each, weak })));
      }
    }),
    PROPERTY_PARAMETERS,
  );
});
