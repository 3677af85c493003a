import { describe, expect, test } from "vitest";
import { toByteString } from "../../../src/core/bytes.ts";
import { FormatError } from "../../../src/core/errors.ts";
import { openTrie } from "../../../src/core/index/trie-reader.ts";
import { type BuilderEntry, buildTrie, type NodeOrder } from "../../support/trie-builder.ts";

const ORDERS: readonly NodeOrder[] = ["pre", "post"];

/** `key value priority`, one entry a line. */
function entries(text: string): readonly BuilderEntry[] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(" "))
    .map(([key = "", value = "", priority = "0"]) => ({ key, value, priority: Number(priority) }));
}

const ALIASES = entries(`
  usb:v1* alpha 0
  usb:v12 alpha 0
  fs_x alpha 0
  usb:v1* beta 1
`);

/** The bytes of the format's worked example, written by kmod 34 for ALIASES. */
const EXAMPLE =
  "b007f457000200012000000c6675c000004e" +
  "00".repeat(56) +
  "a0000060735f780000000001" +
  "00000000616c7068610073623a7631002a324000008c" +
  "00".repeat(28) +
  "400000a300000002" +
  "00000000616c7068610000000001626574610000000001" +
  "00000000616c70686100";

/** An index of the given bytes after the header; the root reference is given whole. */
function image(root: number, nodes: readonly number[]): Uint8Array {
  const reference = [root >>> 24, (root >>> 16) & 0xff, (root >>> 8) & 0xff, root & 0xff];
  return Uint8Array.from([0xb0, 0x07, 0xf4, 0x57, 0, 2, 0, 1, ...reference, ...nodes]);
}

function failure(use: () => unknown): FormatError {
  try {
    use();
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error("no error");
}

describe("openTrie", () => {
  test("`openTrie` reads the worked example of the format", () => {
    const bytes = Uint8Array.from(EXAMPLE.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    expect(toByteString(buildTrie(ALIASES))).toBe(toByteString(bytes));
    const trie = openTrie(bytes, "modules.alias.bin");
    expect([...trie.entries()]).toEqual([
      { key: "fs_x", value: "alpha" },
      { key: "usb:v1*", value: "alpha" },
      { key: "usb:v1*", value: "beta" },
      { key: "usb:v12", value: "alpha" },
    ]);
    expect(trie.search("usb:v12")).toEqual(["alpha", "alpha", "beta"]);
  });

  for (const order of ORDERS) {
    test(`\`openTrie\` finds every kind of pattern in ${order}-order`, () => {
      const trie = openTrie(
        buildTrie(
          entries(`
            pci:v*d* any 3
            pci:v0000*d* vendor 2
            pci:v00001234d0000567? device 1
            pci:v00001234d000056[0-7][!x] set 5
            pci:v00001234d00005678 exact 0
            pci:v00001234d0000567 shorter 0
            pci:*a*b*c never 0
            *78 tail 4
          `),
          order,
        ),
        "a",
      );
      expect(trie.search("pci:v00001234d00005678")).toEqual(["exact", "device", "vendor", "any", "tail", "set"]);
      expect(trie.search("pci:v1d78")).toEqual(["any", "tail"]);
      expect(trie.search("pci:v")).toEqual([]);
      expect(trie.search("")).toEqual([]);
    });
  }

  test("`openTrie` looks up exact keys only, and their first value", () => {
    const trie = openTrie(buildTrie(entries("a* wild 0\nab second 2\nab first 1\nabcd long 0")), "d");
    expect(["ab", "a*", "abcd", "a", "abc", "abcde", "x", ""].map((key) => trie.lookup(key))).toEqual([
      "first",
      "wild",
      "long",
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("`openTrie` keeps the values of the empty key in the root", () => {
    const trie = openTrie(buildTrie([{ key: "", value: "nameless", priority: 0 }]), "d");
    expect([trie.lookup(""), trie.search(""), [...trie.entries()]]).toEqual([
      "nameless",
      ["nameless"],
      [{ key: "", value: "nameless" }],
    ]);
  });

  test("`openTrie` gives equal priorities found in one list in the order of insertion", () => {
    const trie = openTrie(buildTrie(entries("fs_vfat vfat 0\nfs_vfat fuse 0")), "b");
    expect([...trie.entries()].map(({ value }) => value)).toEqual(["fuse", "vfat"]);
    expect(trie.search("fs_vfat")).toEqual(["vfat", "fuse"]);
  });

  test("`openTrie` finds a key twice that has the wildcards of its pattern", () => {
    const trie = openTrie(buildTrie(entries("usb:v1* alpha 0\nusb:v12 alpha 1\n")), "a");
    expect(trie.search("usb:v1*")).toEqual(["alpha", "alpha"]);
  });

  test("`openTrie` follows keys far deeper than a call stack", () => {
    const depth = 20_000;
    const chain = Array.from({ length: depth }, (_, level) => {
      const next = 12 + 6 * (level + 1);
      const byte = level === 0 ? 0x2a : 0x61;
      return [byte, byte, level === depth - 1 ? 0x40 : 0x20, (next >> 16) & 0xff, (next >> 8) & 0xff, next & 0xff];
    }).flat();
    const trie = openTrie(image(0x2000000c, [...chain, 0, 0, 0, 1, 0, 0, 0, 0, 0x6d, 0]), "a");
    const tail = "a".repeat(depth - 1);
    expect([...trie.entries()]).toEqual([{ key: `*${tail}`, value: "m" }]);
    expect([trie.lookup(`*${tail}`), trie.search(`b${tail}`), trie.search(tail.slice(1))]).toEqual(["m", ["m"], []]);
  });

  test("`openTrie` takes an index without entries", () => {
    const trie = openTrie(image(0x0000000c, []), "a");
    expect([trie.lookup("a"), trie.search("a"), [...trie.entries()]]).toEqual([undefined, [], []]);
  });
});

describe("openTrie and bad bytes", () => {
  test("`openTrie` says what kmod says of a bad header", () => {
    const magic = Uint8Array.from("XXXX\0\x02\0\x01\0\0\0\x0c", (byte) => byte.charCodeAt(0));
    const version = image(0x0c, []);
    version[5] = 3;
    expect([magic, version].map((bytes) => failure(() => openTrie(bytes, "d/a.bin")).detail)).toEqual([
      "magic check fail: 58585858 instead of b007f457",
      "major version check fail: 3 instead of 2",
    ]);
  });

  test("`openTrie` takes any minor version", () => {
    const bytes = buildTrie(ALIASES);
    bytes[7] = 9;
    expect(openTrie(bytes, "a").lookup("fs_x")).toBe("alpha");
  });

  test("`openTrie` refuses a file that is shorter than its header", () => {
    expect(failure(() => openTrie(Uint8Array.from([0xb0, 7]), "a.bin")).message).toBe(
      "a.bin: index of 2 bytes is shorter than its header of 12",
    );
  });

  const NO_NODE: Readonly<Record<string, Uint8Array>> = {
    "an offset of 0": image(0x20000000, [0x61, 0x61]),
    "the root of an empty index": image(0x0000000c, []),
  };
  for (const [subject, bytes] of Object.entries(NO_NODE)) {
    test(`\`openTrie\` counts ${subject} as no node`, () => {
      const trie = openTrie(bytes, "a");
      expect([trie.lookup("a"), trie.search("a"), [...trie.entries()]]).toEqual([undefined, [], []]);
    });
  }

  const DAMAGE: Readonly<Record<string, readonly [Uint8Array, string]>> = {
    "an offset beyond the file": [
      image(0x2000ffff, [0x61, 0x61]),
      "a.bin: reference to 65535 leaves the file of 14 bytes",
    ],
    "a child table that ends before it begins": [
      image(0x2000000c, [0x62, 0x61, 0, 0, 0, 0]),
      "a.bin:12: children from 98 to 97",
    ],
    "a child table beyond 127": [image(0x2000000c, [0x61, 0x80, 0, 0, 0, 0]), "a.bin:12: children from 97 to 128"],
    "a node in the header": [image(0x20000004, []), "a.bin:4: node lies inside the header"],
    "a prefix without an end": [image(0x8000000c, [0x61, 0x62]), "a.bin:12: string without an end"],
    "half a child table": [image(0x2000000c, [0x61, 0x62, 0]), "a.bin:22: node runs past the end of the file"],
    "a value without an end": [image(0x4000000c, [0, 0, 0, 1, 0, 0, 0, 0, 0x61]), "a.bin:20: string without an end"],
    "more values than bytes": [
      image(0x4000000c, [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0]),
      "a.bin:16: node runs past the end of the file",
    ],
  };
  for (const [subject, [bytes, message]] of Object.entries(DAMAGE)) {
    test(`\`openTrie\` names the place of ${subject}`, () => {
      const trie = openTrie(bytes, "a.bin");
      expect(failure(() => trie.lookup("")).message).toBe(message);
      expect(failure(() => trie.search("")).message).toBe(message);
      expect(failure(() => [...trie.entries()]).message).toBe(message);
    });
  }

  test("`openTrie` refuses a node that is its own child", () => {
    const trie = openTrie(image(0x2000000c, [0x2a, 0x2a, 0x20, 0, 0, 0x0c]), "a.bin");
    expect(failure(() => [...trie.entries()]).message).toBe("a.bin:12: references do not form a tree");
    expect(failure(() => trie.search("abc")).message).toBe("a.bin:12: references do not form a tree");
    expect(trie.lookup("***")).toBe(undefined);
  });

  test("`openTrie` refuses nodes that double the number of ways at every step", () => {
    const levels = Array.from({ length: 40 }, (_, level) => {
      const next = 12 + 10 * (level + 1);
      const reference = [0x20, 0, next >> 8, next & 0xff];
      return [0x2a, 0x2b, ...reference, ...reference];
    }).flat();
    const trie = openTrie(image(0x2000000c, [...levels, 0x61, 0x61, 0, 0, 0, 0]), "a.bin");
    expect(failure(() => [...trie.entries()]).detail).toBe("references do not form a tree");
    expect(failure(() => trie.search("+".repeat(60))).detail).toBe("references do not form a tree");
  });
});
