import { describe, expect, test } from "vitest";
import { ByteStrings } from "../../../src/core/byte-strings.ts";
import { findDeviceNode } from "../../../src/core/depmod/devname.ts";

const node = (name: string, number: string): unknown => ({ kind: "node", name, number });

describe("findDeviceNode", () => {
  test.each([
    [["char-major-10-229", "devname:fuse"], node("fuse", "c10:229")],
    [["char-major-1-1", "char-major-2-2", "devname:x/y", "devname:z"], node("x/y", "c2:2")],
    [["devname:one", "devname:two", "block-major-7-3-junk"], node("two", "b7:3")],
    [["devname:", "char-major-+1- 2"], node("", "c1:2")],
    [["devname:h", "char-major-4294967296-99999999999999999999"], node("h", "c0:4294967295")],
    [["devname:m", "block-major--1-0"], node("m", "b4294967295:0")],
    [["devname:lost", "char-major-10-*"], { kind: "incomplete", name: "lost" }],
    [["char-major-9-9", "pci:v1*"], { kind: "none" }],
    [[], { kind: "none" }],
  ])("of %j", (aliases, expected) => {
    const strings = new ByteStrings();
    strings.addText("devname:before");
    for (const alias of aliases) strings.addText(alias);
    strings.addText("char-major-8-8");
    expect(findDeviceNode(strings, { from: 1, to: strings.count - 1 })).toEqual(expected);
  });
});
