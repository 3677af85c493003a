import { describe, expect, test } from "vitest";
import { createOutputBuffer } from "../../src/cli/output.ts";
import { present, wantsColour } from "../../src/cli/present.ts";
import { run } from "../../src/cli/run.ts";
import type { Output } from "../../src/commands/command.ts";
import type { Platform } from "../../src/core/platform.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatformOptions, memoryPlatform } from "../support/memory-platform.ts";
import { tryCommand } from "./trial.ts";

function presented(output: Output, platform = memoryPlatform({})): string {
  const buffer = createOutputBuffer(platform.host);
  present(output, platform, buffer);
  buffer.flush();
  return platform.written.out;
}

describe("present", () => {
  test("writes pieces of text as they are", () => {
    expect(presented({ kind: "text", pieces: ["a\0", "", "\xff\n"] })).toBe("a\0\xff\n");
  });

  test("writes JSON that people can read, as UTF-8", () => {
    expect(presented({ kind: "json", value: { name: "é", list: [] } })).toBe(
      '{\n  "name": "\xc3\xa9",\n  "list": []\n}\n',
    );
  });

  test("has tables drawn, and pictures end in a newline", () => {
    expect(
      presented({
        kind: "table",
        table: {
          columns: [
            { title: "a", rank: 1 },
            { title: "b", rank: 2 },
          ],
          rows: [["1", "2"]],
        },
      }),
    ).toBe("a | b\n1 | 2\n");
    expect(presented({ kind: "picture", dot: "digraph {}" })).toBe("<svg>digraph {}</svg>\n");
  });
});

describe("a table without rows", () => {
  const answer = (
    command: string,
    tree: Tree = {},
  ): { readonly status: number; readonly out: string; readonly err: string } => {
    const platform = memoryPlatform(
      { "lib/modules/1.0/modules.dep": "a.ko:\n", sys: { bus: {} }, ...tree },
      { release: "1.0" },
    );
    return { status: run(command.split(" "), platform), ...platform.written };
  };

  test.each([
    "modinfo --table /README.md",
    "modinfo --table nosuch nosuch2",
    "lsmod --table",
    "modprobe --table -R nosuch",
    "modprobe --table -D nosuch",
    "modprobe --table --show-modversions /nosuch.ko",
    "kmod-ts deps --table nosuch",
    "kmod-ts devices --table nosuch",
    "kmod-ts params --table nosuch",
  ])("is not drawn where everything failed: %s", (command) => {
    const { status, out, err } = answer(command);
    expect({ isZero: status === 0, out }).toEqual({ isZero: false, out: "" });
    expect(err).toMatch(/ (ERROR|FATAL): /);
  });

  test("is drawn where there is just nothing to show", () => {
    expect(answer("lsmod --table", { "proc/modules": "" })).toEqual({
      status: 0,
      out: "Module | Size | Uses | Used by | State | Taint\n",
      err: "",
    });
  });
});

describe("the width of a table", () => {
  /** What the drawing is asked for. */
  function width(options: MemoryPlatformOptions, command = "lsmod --table"): number | undefined {
    const asked: number[] = [];
    const platform = memoryPlatform(
      { "proc/modules": "low 1 0 - Live 0x0\n", "lib/modules/1.0/modules.devname": "fuse fuse c10:229\n" },
      { release: "1.0", ...options },
    );
    const table: Platform["drawing"]["table"] = (_, style) => {
      asked.push(style.width);
      return "drawn\n";
    };
    expect(run(command.split(" "), { ...platform, drawing: { ...platform.drawing, table } })).toBe(0);
    return asked[0];
  }

  test.each<[number, MemoryPlatformOptions]>([
    [80, {}],
    [132, { environment: { COLUMNS: "132" } }],
    [40, { environment: { COLUMNS: "40" } }],
    ...["", "0", "-5", "1e3", "80 ", "wide", "10000"].map(
      (COLUMNS) => [80, { environment: { COLUMNS } }] as [number, object],
    ),
    [53, { terminal: true, columns: 53 }],
    [53, { terminal: true, columns: 53, environment: { COLUMNS: "132" } }],
    [132, { terminal: true, environment: { COLUMNS: "132" } }],
    [80, { terminal: true }],
  ])("is %d with %j", (expected, options) => {
    expect(width(options)).toBe(expected);
  });

  test("is that of files in a file, whatever the terminal", () => {
    const command = "kmod static-nodes --table -o /nodes";
    expect(width({ terminal: true, columns: 53 }, command)).toBe(80);
    expect(width({ terminal: true, columns: 53, environment: { COLUMNS: "132" } }, command)).toBe(132);
  });
});

describe("wantsColour", () => {
  test.each<[boolean, boolean, Record<string, string>]>([
    [true, true, {}],
    [false, false, {}],
    [false, true, { NO_COLOR: "1" }],
    [true, true, { NO_COLOR: "" }],
    [false, true, { TERM: "dumb" }],
    [true, true, { TERM: "xterm" }],
  ])("says %s when the output is a terminal: %s, and the environment %j", (expected, terminal, environment) => {
    expect(wantsColour(memoryPlatform({}, { terminal, environment }).host)).toBe(expected);
  });
});

describe("standard output", () => {
  /** Every write to either stream, in order. */
  function recorded(platform: Platform, calls: string[]): Platform {
    const write: Platform["host"]["write"] = (stream, text) => calls.push(`${stream} ${text.length}`);
    return { ...platform, host: { ...platform.host, write } };
  }
  const lines = function* (): Iterable<string> {
    for (let at = 0; at < 3000; at++) yield `${"x".repeat(49)}\n`;
  };

  test("is written in blocks", () => {
    const calls: string[] = [];
    const view = (): Output => ({ kind: "text", pieces: lines() });
    tryCommand({ view }, { change: (platform) => recorded(platform, calls) });
    expect(calls).toEqual(["out 65550", "out 65550", "out 18900"]);
  });

  test.each([
    [true, ["out 2", "err 18", "out 2"]],
    [false, ["err 18", "out 4"]],
  ])("is written before a message only on a terminal (%s)", (terminal, expected) => {
    const calls: string[] = [];
    let say: (text: string) => void = () => undefined;
    const pieces = function* (): Iterable<string> {
      yield "a\n";
      say("text");
      yield "b\n";
    };
    tryCommand(
      {
        gather: (request, { report }) => {
          say = (text) => report.message("ERROR", text);
          return request;
        },
        view: () => ({ kind: "text", pieces: pieces() }),
      },
      { terminal, change: (platform) => recorded(platform, calls) },
    );
    expect(calls).toEqual(expected);
  });
});
