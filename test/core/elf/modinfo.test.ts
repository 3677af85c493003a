import { describe, expect, test } from "vitest";
import { fromByteString } from "../../../src/core/bytes.ts";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { readElf } from "../../../src/core/elf/file.ts";
import { decodeModinfo, readModinfo } from "../../../src/core/elf/modinfo.ts";
import { FormatError } from "../../../src/core/errors.ts";
import { buildElf } from "../../support/elf-builder.ts";
import { fixtureImage } from "../../support/fixture-modules.ts";

const decode = (text: string): string[][] => decodeModinfo(fromByteString(text)).map(({ key, value }) => [key, value]);

test.each([
  [
    "keeps repeated keys in order",
    "alias=b\0alias=a\0",
    [
      ["alias", "b"],
      ["alias", "a"],
    ],
  ],
  ["splits at the first equals sign", "parm=a:b=c\0", [["parm", "a:b=c"]]],
  ["gives a string without equals sign an empty value", "license\0", [["license", ""]]],
  ["takes an empty key", "=x\0", [["", "x"]]],
  [
    "skips leading and repeated NULs",
    "\0\0a=1\0\0\0b=2\0\0",
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
  [
    "takes a last string without NUL",
    "a=1\0b=2",
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
  ["keeps newlines, tabs and bytes above 127", "a=\n\t\xe9\xff\0", [["a", "\n\t\xe9\xff"]]],
  ["finds nothing in an empty section", "", []],
  ["finds nothing among NULs", "\0\0\0", []],
])("`decodeModinfo` %s", (_, text, entries) => {
  expect(decode(text)).toEqual(entries);
});

test("`decodeModinfo` keeps long values whole", () => {
  const value = "x".repeat(100_000);
  expect(decode(`a=${value}\0b=${value}`)).toEqual([
    ["a", value],
    ["b", value],
  ]);
});

test.each(["gcc12-amd64.ko", "gcc12-armhf.ko", "gcc12-s390x.ko", "gcc12-riscv64.ko"])(
  "`readModinfo` reads the strings of %s in file order",
  (name) => {
    expect(readModinfo(readElf(fixtureImage(name))).map(({ key, value }) => `${key}=${value}`)).toEqual([
      "vermagic=6.1.0-sample SMP mod_unload modversions ",
      "name=sample",
      "parm=level:How loud (0 to 3)",
      "parmtype=level:int",
      "depends=other,another",
      "alias=pci:v00001234d*sv*sd*bc*sc*i*",
      "alias=sample-alias",
      "author=J\xf6rg M\xfcller, in Latin-1",
      "description=A sample with one of everything",
      "license=Dual MIT/GPL",
    ]);
  },
);

describe("`readModinfo` refuses", () => {
  test("a file without the section as having no data", () => {
    const elf = readElf(imageSource("m.ko", buildElf()));
    expect(() => readModinfo(elf)).toThrow(new FormatError("m.ko", "has no section .modinfo", "ENODATA"));
    expect(() => readModinfo(elf)).toThrow(expect.objectContaining({ errno: "ENODATA" }));
  });

  test("a section of more than 16 MiB", () => {
    const length = 16 * 1024 * 1024 + 1;
    const elf = readElf(
      imageSource("m.ko", buildElf({ sections: [{ name: ".modinfo", bytes: new Uint8Array(length) }] })),
    );
    expect(() => readModinfo(elf)).toThrow(new FormatError("m.ko", `section .modinfo is too large: ${length} bytes`));
  });
});
