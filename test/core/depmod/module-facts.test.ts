import { describe, expect, test } from "vitest";
import { SymbolNames } from "../../../src/core/depmod/symbol-names.ts";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { FormatError } from "../../../src/core/errors.ts";
import { buildElf } from "../../support/elf-builder.ts";
import { fixtureImage } from "../../support/fixture-modules.ts";
import { buildModule } from "../../support/module-builder.ts";
import { type PlainFacts, plainFacts } from "../../support/plain-facts.ts";

const factsOf = (bytes: Uint8Array, withCrcs = false): PlainFacts =>
  plainFacts(imageSource("m.ko", bytes), { withCrcs });

describe("readModuleFacts", () => {
  test("gives what a module exports, needs and says, in the order of the file", () => {
    const module = buildModule({
      exports: [["a", 0x11]],
      needs: ["c", "d"],
      weakNeeds: ["w"],
      versions: [
        { name: "d", crc: 5 },
        { name: "module_layout", crc: 6 },
      ],
      aliases: ["x", "y"],
      softdeps: ["pre: s"],
      weakdeps: ["k"],
    });
    expect(factsOf(module).needs).toEqual([
      { name: "c", weak: false },
      { name: "d", weak: false },
      { name: "w", weak: true },
      { name: "module_layout", weak: false },
    ]);
    expect(factsOf(module, true)).toEqual({
      exports: [{ name: "a", crc: 0x11n }],
      needs: [
        { name: "c", crc: 0n, weak: false },
        { name: "d", crc: 5n, weak: false },
        { name: "w", crc: 0n, weak: true },
        { name: "module_layout", crc: 6n, weak: false },
      ],
      aliases: ["x", "y"],
      softDependencies: ["pre: s"],
      weakDependencies: ["k"],
      problem: undefined,
    });
  });

  test("takes the names of __ksymtab_strings where there are no versions", () => {
    expect(factsOf(buildModule({ plainExports: ["a", "b"] })).exports.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  test("keeps the rest where the exports are damaged", () => {
    const module = buildElf({
      sections: [{ name: "__ksymtab_strings", bytes: "a\0b" }],
      modinfo: ["alias=x"],
      symbols: [{ name: "n" }],
    });
    const { problem, aliases, needs, exports } = factsOf(module);
    expect(problem).toBeInstanceOf(FormatError);
    expect({ aliases, exports, needs: needs.map(({ name }) => name) }).toEqual({
      aliases: ["x"],
      exports: [],
      needs: ["n"],
    });
  });

  test("takes damaged tables of what is needed for empty ones", () => {
    const crooked = buildElf({ sections: [{ name: "__versions", bytes: "x" }], symbols: [{ name: "n" }] });
    expect(factsOf(crooked).needs.map(({ name }) => name)).toEqual(["n"]);
    const endless = buildElf({ sections: [{ name: "__versions", bytes: "x".repeat(64) }], symbols: [{ name: "n" }] });
    expect(factsOf(endless).needs).toEqual([]);
    expect(factsOf(buildElf({ symbols: [{ name: "n", nameOffset: 9999 }] })).needs).toEqual([]);
    expect(factsOf(buildElf({})).needs).toEqual([]);
  });

  test("takes names that overlap for damage once they are too long together", () => {
    const long = { name: "a".repeat(100_000) };
    const symbols = [long, ...Array.from({ length: 2000 }, (_, at) => ({ name: "", nameOffset: 2 + at }))];
    const names = new SymbolNames();
    const facts = plainFacts(imageSource("m.ko", buildElf({ symbols })), { names });
    expect(facts.needs).toEqual([]);
    expect(names.strings.length).toBeLessThan(65 * 1024 * 1024);
  });

  test("agrees with a real module, of either byte order", () => {
    for (const name of ["gcc12-amd64.ko", "gcc12-s390x.ko"]) {
      const { needs, problem } = plainFacts(fixtureImage(name));
      expect(problem).toBeUndefined();
      expect(needs.map((need) => need.name)).toContain("_printk");
    }
  });

  test("refuses what is no module", () => {
    expect(() => factsOf(new Uint8Array(100))).toThrow(FormatError);
  });
});
