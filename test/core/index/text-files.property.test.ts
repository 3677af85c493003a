import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toByteString } from "../../../src/core/bytes.ts";
import { FormatError } from "../../../src/core/errors.ts";
import { decodeBuiltinModinfo, scanBuiltinAliases } from "../../../src/core/index/builtin-modinfo.ts";
import { parseDevname } from "../../../src/core/index/devname.ts";
import { type IndexProblem, openModuleIndex } from "../../../src/core/index/module-index.ts";
import {
  parseAliases,
  parseBuiltins,
  parseDependencies,
  parseModuleTexts,
  parseOrder,
  type TextFile,
} from "../../../src/core/index/text-files.ts";
import { indexFile } from "../../support/index-files.ts";
import { memoryFileSystem } from "../../support/memory-file-system.ts";
import { mutated, PROPERTY_PARAMETERS, valueOrFormatError } from "../../support/mutations.ts";

/** Every text file with its parser: how many lines it makes of it, good and bad. */
const PARSERS: Readonly<Record<string, (text: string) => number>> = {
  "modules.dep": (text) => both(parseDependencies(text, "f")),
  "modules.alias": (text) => both(parseAliases(text, "f")),
  "modules.symbols": (text) => both(parseAliases(text, "f")),
  "modules.softdep": (text) => both(parseModuleTexts(text, "f", "softdep")),
  "modules.builtin": (text) => both(parseBuiltins(text, "f")),
  "modules.order": (text) => parseOrder(text).length,
  "modules.devname": (text) => parseDevname(text).length,
};

function both(file: TextFile<unknown>): number {
  return file.lines.length + file.badLines;
}

describe("text files", () => {
  for (const [name, parse] of Object.entries(PARSERS)) {
    test(`the parser of ${name} makes at most one thing of every line of damaged text`, () => {
      fc.assert(
        fc.property(mutated([indexFile(name)]), (bytes) => {
          const text = toByteString(bytes);
          expect(parse(text)).toBeLessThanOrEqual(text.split("\n").length);
        }),
        PROPERTY_PARAMETERS,
      );
    });
  }

  test("`decodeBuiltinModinfo` and `scanBuiltinAliases` answer damaged files or throw FormatError", () => {
    fc.assert(
      fc.property(
        mutated([indexFile("modules.builtin.modinfo")]),
        fc.constantFrom("ext4", "", "none"),
        (bytes, name) => {
          const names = [
            name,
            ...toByteString(bytes)
              .split("\0", 4)
              .map((string) => string.split(".", 1)[0] ?? ""),
          ];
          const modinfo = decodeBuiltinModinfo(bytes, "f");
          for (const asked of names) valueOrFormatError(() => modinfo.entries(asked));
          const strings = toByteString(bytes).split("\0").length;
          expect([...scanBuiltinAliases(bytes)].length).toBeLessThanOrEqual(strings);
        },
      ),
      PROPERTY_PARAMETERS,
    );
  });
});

const FILES = [...Object.keys(PARSERS), "modules.builtin.modinfo", "modules.alias.bin", "modules.dep.bin"];

test("`openModuleIndex` answers over any one damaged file, and reports nothing twice", () => {
  const damaged = fc.constantFrom(...FILES).chain((name) => fc.tuple(fc.constant(name), mutated([indexFile(name)])));
  fc.assert(
    fc.property(damaged, ([name, bytes]) => {
      const intact = Object.fromEntries(FILES.map((file) => [`/d/${file}`, indexFile(file)]));
      const problems: IndexProblem[] = [];
      const index = openModuleIndex(memoryFileSystem({ ...intact, [`/d/${name}`]: bytes }), "/d", (error) =>
        problems.push(error),
      );
      for (const module of index.moduleNames()) index.dependency(module);
      index.aliases("usb:v0001p0002d0003");
      index.symbols("symbol:a");
      index.builtinAliases("fs_ext4");
      index.isBuiltin("ext4");
      valueOrFormatError(() => index.builtinModinfo("ext4"));
      expect([...index.aliasEntries(), ...index.symbolEntries()].length).toBeGreaterThan(0);
      expect(problems.every((error) => error instanceof FormatError && error.source === `/d/${name}`)).toBe(true);
      expect(new Set(problems.map(({ message }) => message)).size).toBe(problems.length);
    }),
    { ...PROPERTY_PARAMETERS, numRuns: Math.ceil(PROPERTY_PARAMETERS.numRuns / 4) },
  );
});
