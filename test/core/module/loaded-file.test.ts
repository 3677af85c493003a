import { describe, expect, test } from "vitest";
import { FormatError } from "../../../src/core/errors.ts";
import {
  compareFingerprints,
  type Fingerprint,
  readFileFingerprint,
  readLoadedFingerprint,
} from "../../../src/core/module/loaded-file.ts";
import { knowsLoaded } from "../../../src/core/module/running.ts";
import { buildElf } from "../../support/elf-builder.ts";
import { memoryPlatform } from "../../support/memory-platform.ts";

const NOTE = "\x04\0\0\0\x02\0\0\0\x03\0\0\0GNU\0\xab\xcd";
const BIG_ENDIAN_NOTE = "\0\0\0\x04\0\0\0\x02\0\0\0\x03GNU\0\xab\xcd";

const print = (buildId?: string, sourceVersion?: string): Fingerprint => ({ buildId, sourceVersion });

describe("readLoadedFingerprint", () => {
  const { files } = memoryPlatform({
    "/sys/module": {
      both: { initstate: "live\n", srcversion: "ABC\n", notes: { ".note.gnu.build-id": NOTE } },
      big: { initstate: "coming\n", notes: { ".note.gnu.build-id": BIG_ENDIAN_NOTE } },
      none: { initstate: "going\n", notes: { ".note.gnu.build-id": "rubbish" } },
    },
  });

  test.each([
    ["both", { state: "live", ...print("\xab\xcd", "ABC") }],
    ["big", { state: "coming", ...print("\xab\xcd") }],
    ["none", { state: "going", ...print() }],
    ["absent", undefined],
    ["../module/both", undefined],
  ])("reads %s", (name, expected) => {
    expect(readLoadedFingerprint(files, name)).toEqual(expected);
  });
});

describe("readFileFingerprint", () => {
  const platform = memoryPlatform({
    "/m.ko": buildElf({ buildId: [0xab, 0xcd], modinfo: ["license=GPL", "srcversion=ABC"] }),
    "/text.ko": "This is no module.",
  });

  test("reads the build id and the source version of a file", () => {
    const never = (error: unknown): never => {
      throw error;
    };
    expect(readFileFingerprint(platform, "/m.ko", never)).toEqual(print("\xab\xcd", "ABC"));
  });

  test("tells what is no module, and knows nothing of it", () => {
    const told: unknown[] = [];
    expect(readFileFingerprint(platform, "/text.ko", (error) => told.push(error))).toEqual(print());
    expect(told).toEqual([expect.any(FormatError)]);
  });
});

test.each([
  [print("a", "s"), print("a", "t"), { verdict: "same", by: "build id" }],
  [print("a", "s"), print("b", "s"), { verdict: "different", by: "build id" }],
  [print(undefined, "s"), print("b", "s"), { verdict: "same", by: "source version" }],
  [print("a", "s"), print(undefined, "t"), { verdict: "different", by: "source version" }],
  [print("a"), print(undefined, "t"), { verdict: "unknown", by: undefined }],
])("compareFingerprints goes by what both have: %j, %j", (loaded, file, expected) => {
  expect(compareFingerprints(loaded, file)).toEqual(expected);
});

test("knowsLoaded needs the running kernel's directory and a /sys", () => {
  const sys = { "/sys/module": {} };
  expect(knowsLoaded(memoryPlatform(sys, { release: "1" }), "/lib/modules/1")).toBe(true);
  expect(knowsLoaded(memoryPlatform(sys, { release: "1" }), "/lib/modules/2")).toBe(false);
  expect(knowsLoaded(memoryPlatform({}, { release: "1" }), "/lib/modules/1")).toBe(false);
});
