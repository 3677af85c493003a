import { describe, expect, test } from "vitest";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { readElf } from "../../../src/core/elf/file.ts";
import { FormatError } from "../../../src/core/errors.ts";
import { readImageExports } from "../../../src/core/fitness/image-exports.ts";
import { readKernelImage } from "../../../src/core/fitness/kernel-exports.ts";
import { concatBytes } from "../../support/byte-builder.ts";
import { buildElf } from "../../support/elf-builder.ts";
import { buildBootImage, buildKernelElf, type ImageForm } from "../../support/kernel-image-builder.ts";
import { memoryPlatform } from "../../support/memory-platform.ts";

const SYMBOLS = [
  { name: "printk", crc: 0x9272_4c8e },
  { name: "usb_stor_probe", namespace: "USB_STORAGE", crc: 1 },
  { name: "kthread_stop", gplOnly: true, crc: 0xffff_ffff },
];

const exportsOf = (image: Uint8Array) => [...readImageExports(readElf(imageSource("vmlinux", image)))];

describe("readImageExports", () => {
  test.each<ImageForm>([
    {},
    { elfClass: 32 },
    { littleEndian: false },
    { relative: false },
    { relative: false, littleEndian: false },
  ])("reads names, versions, licences and namespaces (%j)", (form) => {
    expect(exportsOf(buildKernelElf(SYMBOLS, form))).toEqual([
      ["printk", { crc: 0x9272_4c8en, gplOnly: false, namespace: "" }],
      ["usb_stor_probe", { crc: 1n, gplOnly: false, namespace: "USB_STORAGE" }],
      ["kthread_stop", { crc: 0xffff_ffffn, gplOnly: true, namespace: "" }],
    ]);
  });

  test.each<ImageForm>([{ fields: 2 }, { fields: 2, relative: false }])(
    "reads those of kernels without namespaces, and without versions (%j)",
    (form) => {
      const symbols = ["alpha", "beta", "gamma", "delta", "epsilon"].map((name) => ({ name }));
      expect(exportsOf(buildKernelElf(symbols, form))).toEqual(
        symbols.map(({ name }) => [name, { crc: undefined, gplOnly: false, namespace: "" }]),
      );
    },
  );

  test("refuses an image without exports, and tables of no known form", () => {
    expect(() => exportsOf(buildElf())).toThrow("vmlinux: no section __ksymtab_strings with exported symbols");
    const sections = [
      { name: "__ksymtab", bytes: "\x7f".repeat(24) },
      { name: "__ksymtab_strings", bytes: "\0printk\0" },
    ];
    expect(() => exportsOf(buildElf({ sections }))).toThrow(
      "vmlinux: the table of exported symbols has no form that is known",
    );
  });
});

describe("readKernelImage", () => {
  const elf = buildKernelElf([{ name: "printk" }]);

  function readFrom(image: Uint8Array) {
    const taken: { format?: string; bytes?: Uint8Array } = {};
    const platform = memoryPlatform(
      { "/boot/vmlinuz": image },
      {
        decompress: (format, bytes) => {
          Object.assign(taken, { format, bytes: bytes.slice() });
          return elf;
        },
      },
    );
    const { symbols, path, kind } = readKernelImage(platform, "/boot/vmlinuz");
    return { names: [...symbols.keys()], path, kind, taken };
  }

  test("takes an ELF file as it is", () => {
    expect(readFrom(elf)).toEqual({ names: ["printk"], path: "/boot/vmlinuz", kind: "image", taken: {} });
  });

  test("takes xz without the size behind it, gzip with it", () => {
    const xz = concatBytes([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "data");
    expect(readFrom(buildBootImage(xz, 7)).taken).toEqual({ format: "xz", bytes: xz });
    const gzip = concatBytes([0x1f, 0x8b], "data");
    expect(readFrom(buildBootImage(gzip, 7)).taken).toEqual({ format: "gzip", bytes: concatBytes(gzip, [7, 0, 0, 0]) });
  });

  test("puts the size that stands behind zstd into its header, where that states none", () => {
    const magic = [0x28, 0xb5, 0x2f, 0xfd];
    expect(readFrom(buildBootImage(concatBytes(magic, [0x04, 0x88], "data"), 0x01020304)).taken).toEqual({
      format: "zstd",
      bytes: concatBytes(magic, [0x84, 0x88, 4, 3, 2, 1], "data"),
    });
    const stated = concatBytes(magic, [0x20, 4], "data");
    expect(readFrom(buildBootImage(stated)).taken).toEqual({ format: "zstd", bytes: stated });
  });

  test.each([
    ["something else", concatBytes("MZ", new Uint8Array(2000)), "neither an ELF file nor an image of an x86 kernel"],
    ["a short file", concatBytes("MZ"), "neither an ELF file nor an image of an x86 kernel"],
    [
      "an image of long ago",
      buildBootImage(concatBytes("BZh9"), 0, 0x207),
      "neither an ELF file nor an image of an x86 kernel",
    ],
    [
      "another compression",
      buildBootImage(concatBytes("BZh9")),
      "the kernel in it is not compressed with gzip, xz or zstd",
    ],
  ])("refuses %s", (_what, image, detail) => {
    expect(() => readFrom(image)).toThrow(new FormatError("/boot/vmlinuz", detail));
  });

  test.each([
    ["gzip", [0x1f, 0x8b]],
    ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
    ["zstd", [0x28, 0xb5, 0x2f, 0xfd, 0x20, 4]],
  ])("says of which image the kernel cannot be decompressed (%s)", (compression, magic) => {
    const image = buildBootImage(concatBytes(magic, "data"));
    const decompress = (format: string): never => {
      throw new FormatError(format, "File is corrupt");
    };
    const detail = `the kernel in it cannot be decompressed (${compression}): File is corrupt`;
    expect(() => readKernelImage(memoryPlatform({ "/boot/vmlinuz": image }, { decompress }), "/boot/vmlinuz")).toThrow(
      new FormatError("/boot/vmlinuz", detail),
    );
  });

  test("refuses a payload that leaves the file", () => {
    const image = buildBootImage(concatBytes([0x1f, 0x8b]));
    expect(() => readFrom(image.slice(0, image.length - 1))).toThrow(FormatError);
  });
});
