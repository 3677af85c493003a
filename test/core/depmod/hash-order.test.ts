import { describe, expect, test } from "vitest";
import { ByteStrings } from "../../../src/core/byte-strings.ts";
import { fromByteString } from "../../../src/core/bytes.ts";
import { hashOrder, MODULE_BUCKETS, SYMBOL_BUCKETS, superFastHash } from "../../../src/core/depmod/hash-order.ts";

describe("superFastHash", () => {
  test.each([
    ["", 0x00000000, 0, 0],
    ["a", 0x115ea782, 386, 1922],
    ["ab", 0x516b8b44, 324, 836],
    ["abc", 0xd2be198a, 394, 394],
    ["abcd", 0xdad8b8db, 219, 219],
    ["abcde", 0x51ed072e, 302, 1838],
    ["ext4", 0xe679ab16, 278, 790],
    ["fat", 0x8a668e00, 0, 1536],
    ["snd_hda_intel", 0x6e4028a1, 161, 161],
    ["crc32c_generic", 0x001133f4, 500, 1012],
    ["usb_register_driver", 0x023fa976, 374, 374],
    ["\xe9", 0x69ea06c0, 192, 1728],
  ])("of %j has kmod's value and buckets", (key, hash, module, symbol) => {
    expect(superFastHash(fromByteString(`-${key}-`), 1, key.length + 1)).toBe(hash);
    expect([hash % MODULE_BUCKETS, hash % SYMBOL_BUCKETS]).toEqual([module, symbol]);
  });
});

function ordered(list: readonly string[], buckets: number): readonly string[] {
  const names = new ByteStrings();
  const numbers = list.map((name) => names.addText(name));
  return Array.from(hashOrder(names, numbers, buckets), (number) => names.text(number));
}

describe("hashOrder", () => {
  test("goes by bucket, then by bytes, whatever the order of the items", () => {
    const names = ["snd_hda_intel", "abcd", "fat", "vfat", "ext4"];
    const expected = ["fat", "snd_hda_intel", "vfat", "abcd", "ext4"];
    expect(ordered(names, MODULE_BUCKETS)).toEqual(expected);
    expect(ordered(names.toReversed(), MODULE_BUCKETS)).toEqual(expected);
    expect(ordered(["b", "a", "c"], 1)).toEqual(["a", "b", "c"]);
  });

  test("leaves out what was not chosen", () => {
    const names = new ByteStrings();
    for (const name of ["b", "x", "a"]) names.addText(name);
    expect([...hashOrder(names, [2, 0], 1)]).toEqual([2, 0]);
  });

  test("sorts a crowd in one bucket too", () => {
    const list = Array.from({ length: 300 }, (_, at) => `n${(at * 7919) % 1000}`);
    expect(ordered(list, 1)).toEqual(list.toSorted());
  });
});
