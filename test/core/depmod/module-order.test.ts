import { describe, expect, test } from "vitest";
import { toModuleFile } from "../../../src/core/depmod/module-file.ts";
import { orderModules } from "../../../src/core/depmod/module-order.ts";
import { DepmodError } from "../../../src/core/depmod/say.ts";

const D = "/lib/modules/1";

function ordered(names: readonly string[], order: string | undefined): { names: string[]; said: string[] } {
  const said: string[] = [];
  const files = names.map((name) => toModuleFile(name.startsWith("/") ? name : `${D}/${name}`, D));
  const modules = orderModules(files, order, `${D}/modules.order`, (_, text) => said.push(text));
  return { names: modules.map(({ shownPath }) => shownPath), said };
}

describe("orderModules", () => {
  test("goes by the first line that names a module, whatever its compression, then by hash", () => {
    const order = "k/vfat.ko\nk/ext4.ko\nk/none.ko\nk/vfat.ko\n";
    expect(
      ordered(["k/fat.ko", "k/ext4.ko.xz", "k/abc.ko", "k/vfat.ko", "/far/vfat2.ko"], order).names.slice(0, 3),
    ).toEqual(["k/vfat.ko", "k/ext4.ko.xz", "k/fat.ko"]);
    expect(ordered(["k/vfat.ko", "k/fat.ko"], undefined).names).toEqual(["k/fat.ko", "k/vfat.ko"]);
  });

  test("knows a name with dots by its first part and three bytes", () => {
    expect(ordered(["k/fat.ko", "k/vfat.x.ko"], "k/vfat.x.\n").names).toEqual(["k/vfat.x.ko", "k/fat.ko"]);
  });

  test.each([
    ["a last line without newline", "k/vfat.ko\nk/fat.ko", 2],
    ["a line that is too long", `k/vfat.ko\n${"x".repeat(4095)}\n`, 2],
    ["a NUL inside a line", "k/vfat.ko\0\n", 1],
  ])("disregards a file with %s", (_, order, line) => {
    expect(ordered(["k/vfat.ko", "k/fat.ko"], order)).toEqual({
      names: ["k/fat.ko", "k/vfat.ko"],
      said: [`${D}/modules.order:${line} corrupted line misses '\\n'`],
    });
  });

  test("takes a line of 4094 bytes, and passes over one that begins with NUL", () => {
    expect(ordered(["k/vfat.ko", "k/fat.ko"], `${"x".repeat(4094)}\n\0k/fat.ko\nk/vfat.ko\n`)).toEqual({
      names: ["k/vfat.ko", "k/fat.ko"],
      said: [],
    });
  });

  test("refuses more modules than kmod does", () => {
    const many = Array.from({ length: 65_535 }, (_, at) => `k/m${at}.ko`);
    expect(() => ordered(many, undefined)).toThrow(DepmodError);
  });
});
