import { describe, expect, test } from "vitest";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { readElf } from "../../../src/core/elf/file.ts";
import { type FileParameters, readFileParameters } from "../../../src/core/module/file-parameters.ts";
import { parameterModule } from "../../support/lint-tree.ts";

const read = (bytes: Uint8Array): FileParameters => readFileParameters(readElf(imageSource("m.ko", bytes)));

describe("readFileParameters", () => {
  test("lists described parameters as modinfo does, then others", () => {
    expect(read(parameterModule(["parmtype=a:int", "parm=b:text"], ["c"]))).toEqual({
      parameters: [
        { name: "b", description: "text", type: undefined },
        { name: "a", description: undefined, type: "int" },
        { name: "c", description: undefined, type: undefined },
      ],
      complete: true,
    });
  });

  test("says that there are others which it cannot name", () => {
    const { parameters, complete } = read(parameterModule(["parmtype=a:int"], ["c"], 1));
    expect(complete).toBe(false);
    expect(parameters).toEqual([{ name: "a", description: undefined, type: "int" }]);
  });
});
