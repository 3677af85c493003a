import { describe, expect, test } from "vitest";
import { fromByteString } from "../../../src/core/bytes.ts";
import { FormatError } from "../../../src/core/errors.ts";
import { decodeBuiltinModinfo, scanBuiltinAliases } from "../../../src/core/index/builtin-modinfo.ts";

/** What is said of a module, `key=value` each; `undefined`, or the message of the error. */
function told(text: string, name: string): readonly string[] | string | undefined {
  try {
    const entries = decodeBuiltinModinfo(fromByteString(text), "m").entries(name);
    return entries?.map(({ key, value }) => `${key}=${value}`);
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
}

const BAD = "unexpected string without modname prefix";

describe("decodeBuiltinModinfo", () => {
  test("`decodeBuiltinModinfo` gives the first run of a module only", () => {
    const text = "a.license=GPL\0foo.x=1\0foo.y\0foo.z=\0a.author=me\0foo.late=1\0";
    expect(["foo", "a", "fo", "foo.x", ""].map((name) => told(text, name))).toEqual([
      ["x=1", "y=", "z="],
      ["license=GPL"],
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("`decodeBuiltinModinfo` splits at the first dot and the first equals sign", () => {
    expect(told("foo.a.b=c\0foo.=v\0foo.k=a=b\0foo.t=x\ny.z\0", "foo")).toEqual(["a.b=c", "=v", "k=a=b", "t=x\ny.z"]);
  });

  test("`decodeBuiltinModinfo` takes a last string without its NUL", () => {
    expect(told("a.b=1\0foo.x=1", "foo")).toEqual(["x=1"]);
    expect(told("", "foo")).toBe(undefined);
  });

  test("`decodeBuiltinModinfo` refuses a module after a string without a name, and says where that is", () => {
    const text = "a.b=1\0nodot\0foo.x=1\0";
    expect(["a", "foo", "none"].map((name) => told(text, name))).toEqual([["b=1"], `m:6: ${BAD}`, `m:6: ${BAD}`]);
    expect(told("\0foo.x=1\0", "foo")).toBe(`m:0: ${BAD}`);
    expect(told("foo.x=1\0nodot\0foo.y=2\0", "foo")).toEqual(["x=1"]);
  });
});

describe("scanBuiltinAliases", () => {
  const aliases = (text: string): readonly string[] =>
    [...scanBuiltinAliases(fromByteString(text))].map(({ key, value, priority }) => `${key} ${value} ${priority}`);

  test("`scanBuiltinAliases` normalises aliases and keeps names and order", () => {
    expect(aliases("a-b.alias=fs-x\0a-b.license=GPL\0c.alias=d-[x-y]\0c.alias=fs-x\0")).toEqual([
      "fs_x a-b 0",
      "d_[x-y] c 0",
      "fs_x c 0",
    ]);
  });

  test("`scanBuiltinAliases` leaves out what depmod leaves out", () => {
    const left: readonly string[] = [
      "m.x.alias=q\0",
      "nodot\0",
      ".alias=q\0",
      "m.alias=\0",
      "m.alias=a]\0",
      "m.alias=q",
    ];
    expect(left.flatMap(aliases)).toEqual([]);
    expect(aliases("m.key\0lost.alias=q\0n.alias=r\0")).toEqual(["r n 0"]);
    expect(aliases("nodot\0\0n.alias=r\0")).toEqual(["r n 0"]);
  });

  test("`scanBuiltinAliases` cuts fields where depmod's buffer ends", () => {
    const [only] = scanBuiltinAliases(fromByteString(`m.alias=${"q".repeat(5000)}\0`));
    expect(only?.key.length).toBe(4095);
  });
});
