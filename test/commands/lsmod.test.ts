import { describe, expect, test } from "vitest";
import { lsmod } from "../../src/commands/lsmod.ts";
import { SystemError, UsageError } from "../../src/core/errors.ts";
import { gatherAndView } from "../support/gather-and-view.ts";
import { type MemoryPlatform, memoryPlatform } from "../support/memory-platform.ts";
import { expectedListing, procModulesOf, procScenarios } from "../support/proc-scenario.ts";
import { recording } from "../support/recording.ts";

/** In the order of kernfs `alpha` stands before `zeta`. */
const MODULES = [
  "alpha 300 0 - Live 0x0000000000001000\n",
  "beta 100 4 zeta,alpha, Live 0x0000000000002000 (OE)\n",
  "zeta 200 - - Live 0x0000000000003000\n",
  "gamma 200 1 beta,[permanent], Loading 0x0000000000004000 (+)\n",
].join("");

function platformOf(modules: string | Uint8Array | undefined): MemoryPlatform {
  return memoryPlatform(modules === undefined ? {} : { "proc/modules": modules });
}

/** Bad lines of a scenario, by number. */
const BAD_LINES: Readonly<Record<string, readonly number[]>> = {
  "malformed-lines": [2, 3, 4, 5],
  "binary-rubbish": [2, 3],
};

describe("lsmod beside kmod", () => {
  test.each(procScenarios().filter((name) => procModulesOf(name) !== undefined))(
    "lsmod prints kmod's bytes for %s",
    (name) => {
      const result = gatherAndView(lsmod, platformOf(procModulesOf(name)));
      expect(result.text).toBe(expectedListing(name));
      expect(result.failed).toBe(false);
      expect(result.messages).toEqual(
        (BAD_LINES[name] ?? []).map((line) => `ERROR: invalid line format at /proc/modules:${line}`),
      );
    },
  );

  test("lsmod leaves out a line without any word", () => {
    const result = gatherAndView(lsmod, platformOf("loop 1 0 - Live 0x0\n\nzram 2 0 - Live 0x0\n"));
    expect(result.text).toBe(
      "Module                  Size  Used by\nloop                       1  0\nzram                       2  0\n",
    );
    expect(result.messages).toEqual(["ERROR: invalid line format at /proc/modules:2"]);
  });

  test("lsmod reads /proc/modules once and nothing else", () => {
    const recorder = recording(platformOf(MODULES));
    gatherAndView(lsmod, recorder);
    expect(recorder.calls).toEqual([{ method: "files.read", subject: "/proc/modules" }]);
  });
});

describe("lsmod without a list", () => {
  test.each([[], ["json"], ["table"], ["tree"], ["graph=dot"], ["sort=name"]])(
    "lsmod says twice that /proc/modules is not there and prints nothing (%s)",
    (...options) => {
      const result = gatherAndView(lsmod, platformOf(undefined), options);
      expect(result.text).toBe("");
      expect(result.failed).toBe(true);
      expect(result.messages).toEqual([
        "ERROR: could not open /proc/modules: No such file or directory",
        "ERROR: could not get list of modules: No such file or directory",
      ]);
    },
  );

  test.each(["EIO", "EACCES"] as const)("lsmod reports that reading fails with %s", (errno) => {
    const platform = platformOf(MODULES);
    const read = (path: string): never => {
      throw new SystemError("read", path, errno);
    };
    const result = gatherAndView(lsmod, { ...platform, files: { ...platform.files, read } });
    expect(result.failed).toBe(true);
    expect(result.text).toBe("");
    expect(result.messages).toHaveLength(2);
  });
});

describe("lsmod's options", () => {
  test("lsmod refuses an operand with kmod's words", () => {
    expect(() => gatherAndView(lsmod, platformOf(MODULES), [], ["loop"])).toThrow(
      new UsageError("too many arguments provided."),
    );
  });

  test("lsmod shows errors, more with each -v, and obeys -s", () => {
    expect(gatherAndView(lsmod, platformOf(MODULES))).toMatchObject({ threshold: 3, toSyslog: false });
    expect(gatherAndView(lsmod, platformOf(MODULES), ["verbose", "syslog", "verbose"])).toMatchObject({
      threshold: 5,
      toSyslog: true,
    });
  });

  test("lsmod takes one form of output", () => {
    expect(() => gatherAndView(lsmod, platformOf(MODULES), ["tree", "json"])).toThrow(
      new UsageError("--json and --tree cannot be used together"),
    );
  });

  test.each([
    ["sort", "weight", "invalid sort key 'weight', expected one of name, size, refs, users"],
    ["sort", "constructor", "invalid sort key 'constructor', expected one of name, size, refs, users"],
    ["graph", "png", "invalid graph format 'png', expected one of dot, mermaid, svg"],
  ])("lsmod refuses --%s=%s", (long, value, text) => {
    expect(lsmod.options.find((option) => option.long === long)?.refuse?.(value)).toEqual({ text });
  });

  test.each([
    ["sort", ["name", "size", "refs", "users"]],
    ["graph", ["dot", "mermaid", "svg"]],
  ])("lsmod accepts every value of --%s that it names", (long, values) => {
    const refuse = lsmod.options.find((option) => option.long === long)?.refuse;
    expect(values.map((value) => refuse?.(value))).toEqual(values.map(() => undefined));
  });
});

describe("lsmod --sort", () => {
  test.each([
    ["name", ["alpha", "beta", "gamma", "zeta"]],
    ["size", ["alpha", "zeta", "gamma", "beta"]],
    ["refs", ["beta", "gamma", "alpha", "zeta"]],
    ["users", ["beta", "gamma", "alpha", "zeta"]],
  ])("lsmod sorts by %s, equals in the kernel's order", (key, names) => {
    const plain = gatherAndView(lsmod, platformOf(MODULES), [`sort=${key}`]);
    const json = gatherAndView(lsmod, platformOf(MODULES), [`sort=${key}`, "json"]);
    const table = gatherAndView(lsmod, platformOf(MODULES), [`sort=${key}`, "table"]);
    expect(
      plain.text
        .split("\n")
        .slice(1, -1)
        .map((line) => line.split(" ")[0]),
    ).toEqual(names);
    expect(JSON.parse(json.text).modules.map((module: { name: string }) => module.name)).toEqual(names);
    expect(
      table.text
        .split("\n")
        .slice(1, -1)
        .map((line) => line.split(" ")[0]),
    ).toEqual(names);
  });
});

describe("lsmod's records", () => {
  test("lsmod --json tells all that the kernel says", () => {
    expect(JSON.parse(gatherAndView(lsmod, platformOf(MODULES), ["json"]).text)).toEqual({
      schemaVersion: 1,
      modules: [
        {
          name: "alpha",
          size: 300,
          references: 0,
          usedBy: [],
          permanent: false,
          state: "live",
          address: "0x0000000000001000",
          taint: "",
          taintReasons: [],
        },
        {
          name: "beta",
          size: 100,
          references: 4,
          usedBy: ["alpha", "zeta"],
          permanent: false,
          state: "live",
          address: "0x0000000000002000",
          taint: "OE",
          taintReasons: ["module built out of the kernel tree", "unsigned module"],
        },
        {
          name: "zeta",
          size: 200,
          references: null,
          usedBy: [],
          permanent: false,
          state: "live",
          address: "0x0000000000003000",
          taint: "",
          taintReasons: [],
        },
        {
          name: "gamma",
          size: 200,
          references: 1,
          usedBy: ["beta"],
          permanent: true,
          state: "loading",
          address: "0x0000000000004000",
          taint: "",
          taintReasons: [],
        },
      ],
    });
  });

  test("lsmod --json decodes names and leaves out lines that are no module", () => {
    const text = gatherAndView(lsmod, platformOf("\xc3\xa9\xff 1 0 - Live\nrubbish\n"), ["json"]).text;
    expect(JSON.parse(text === "" ? "" : Buffer.from(text, "latin1").toString()).modules).toMatchObject([
      { name: "\u00e9\ufffd", address: null },
    ]);
  });

  test("lsmod --table has a row for each module", () => {
    expect(gatherAndView(lsmod, platformOf(MODULES), ["table"]).text).toBe(
      [
        "Module | Size | Uses | Used by | State | Taint",
        "alpha | 300 | 0 |  | live | ",
        "beta | 100 | 4 | alpha, zeta | live | OE",
        "zeta | 200 |  |  | live | ",
        "gamma | 200 | 1 | beta | loading, permanent | ",
        "",
      ].join("\n"),
    );
  });
});
