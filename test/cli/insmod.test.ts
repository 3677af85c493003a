/** insmod: parameters, forcing, and every message. */

import { describe, expect, test } from "vitest";
import { FormatError } from "../../src/core/errors.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { runTool } from "./modprobe-trial-kernel.ts";

const tree: Tree = { "/dir": {}, "/x/m.ko": "a module", "/x/m.ko.xz": "\xfd7zXZ\x00", "/x/short": "12345" };

describe("insmod", () => {
  test("inserts a file, whatever its name, with the parameters as the kernel wants them", () => {
    expect(runTool("insmod -f /x/m.ko a=1 'b=x y' c", tree)).toMatchObject({
      out: "",
      err: "",
      status: 0,
      calls: ['finit_module /x/m.ko "a=1 b="x y" c" modversions|vermagic'],
    });
    expect(runTool("insmod --force-vermagic -- x/m.ko -a", tree).calls).toEqual(['finit_module x/m.ko "-a" vermagic']);
  });

  test("takes the standard input for -", () => {
    const input = "piped\nmodule";
    expect(runTool("insmod - a=1", {}, { input })).toMatchObject({
      err: "",
      status: 0,
      calls: ['init_module piped "a=1"'],
    });
    expect(runTool("insmod -")).toMatchObject({
      err: "insmod: ERROR: could not insert module -: Invalid parameters\n",
      status: 1,
    });
  });

  test.each([
    ["ENOEXEC", "Invalid module format"],
    ["ENOENT", "Unknown symbol in module"],
    ["ESRCH", "Module has wrong symbol version"],
    ["EINVAL", "Invalid parameters"],
    ["EEXIST", "File exists"],
    ["EBUSY", "Device or resource busy"],
    ["EKEYREJECTED", "Key was rejected by service"],
    ["E517", "Unknown error 517"],
  ] as const)("shows %s of the kernel as: %s", (errno, text) => {
    const err = `insmod: ERROR: could not insert module /x/m.ko: ${text}\n`;
    const kernel = { insertion: { m: [errno] } };
    expect(runTool("insmod /x/m.ko", tree, { kernel })).toMatchObject({ out: "", err, status: 1 });
  });

  test.each([
    ["insmod", "missing filename."],
    ["insmod /no/such.ko", "could not load module /no/such.ko: No such file or directory"],
    ["insmod /x/m.ko/y", "could not load module /x/m.ko/y: Not a directory"],
    ["insmod /dir", "could not insert module /dir: Is a directory"],
    ["insmod /x/short", "could not insert module /x/short: Invalid parameters"],
  ])("%s: %s", (args, text) => {
    expect(runTool(args, tree)).toMatchObject({ out: "", err: `insmod: ERROR: ${text}\n`, status: 1, calls: [] });
  });

  test("says what is wrong with compressed data, or with an image that cannot be forced", () => {
    const decompress = (): never => {
      throw new FormatError("xz", "Unexpected end of input");
    };
    expect(runTool("insmod /x/m.ko.xz", tree, { decompress }).err).toBe(
      "insmod: ERROR: xz: Unexpected end of input\ninsmod: ERROR: could not insert module /x/m.ko.xz: Invalid parameters\n",
    );
  });

  test("sends its messages to the system log with -s, and none to nobody without", () => {
    const outcome = runTool("insmod -s /no.ko");
    expect(outcome).toMatchObject({ err: "", status: 1 });
    expect(outcome.platform.logged).toEqual([
      "insmod 3 ERROR: could not load module /no.ko: No such file or directory",
    ]);
  });

  test("says in --json what came of it", () => {
    const { out } = runTool("insmod --json /x/m.ko a=1", tree);
    expect(JSON.parse(out)).toEqual({
      schemaVersion: 1,
      file: "/x/m.ko",
      options: "a=1",
      done: true,
      failures: [],
      notes: [],
    });
  });
});
