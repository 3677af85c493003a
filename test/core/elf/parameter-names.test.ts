import { describe, expect, test } from "vitest";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { readElf } from "../../../src/core/elf/file.ts";
import { readModinfo } from "../../../src/core/elf/modinfo.ts";
import { readParameterNames } from "../../../src/core/elf/parameter-names.ts";
import { SymbolTable } from "../../../src/core/elf/symbol-table.ts";
import { parameterModule } from "../../support/lint-tree.ts";

function namesOf(bytes: Uint8Array): readonly string[] | undefined {
  const elf = readElf(imageSource("m.ko", bytes));
  const names = readParameterNames(elf, SymbolTable.read(elf), readModinfo(elf));
  return names && [...names];
}

describe("readParameterNames", () => {
  test("finds parameters that are described, and those that are not", () => {
    expect(namesOf(parameterModule(["parmtype=a:int", "parm=b:text"], ["c"]))).toEqual(["a", "b", "c"]);
    expect(namesOf(parameterModule([]))).toEqual([]);
  });

  test("says nothing where there are more than it can name", () => {
    expect(namesOf(parameterModule(["parmtype=a:int"], ["c"], 1))).toBeUndefined();
  });
});
