import { describe, expect, test } from "vitest";
import { staticNodes } from "../../src/commands/static-nodes.ts";
import type { Errno } from "../../src/core/errno.ts";
import { SystemError, UsageError } from "../../src/core/errors.ts";
import type { Platform } from "../../src/core/platform.ts";
import { gatherAndView } from "../support/gather-and-view.ts";
import { device, type Tree, textOf } from "../support/memory-file-system.ts";
import { type MemoryPlatform, memoryPlatform } from "../support/memory-platform.ts";

const PATH = "/lib/modules/6.1.0-test/modules.devname";
const DEVNAME =
  "# Device nodes to trigger on-demand module loading.\nfuse fuse c10:229\ntun net/tun c10:200\nm a/b/c b8:300\n";

function platformOf(devname: string | undefined, tree: Tree = {}): MemoryPlatform {
  return memoryPlatform({ ...tree, ...(devname === undefined ? {} : { [PATH]: devname }) });
}

function failing(platform: Platform, call: "read" | "create" | "rename" | "makeDirectory", errno: Errno): Platform {
  const fail = (path: string): never => {
    throw new SystemError(call, path, errno);
  };
  return { ...platform, files: { ...platform.files, [call]: fail } };
}

const HUMAN = `Module: fuse
\tDevice node: /dev/fuse
\t\tType: character device
\t\tMajor: 10
\t\tMinor: 229
Module: tun
\tDevice node: /dev/net/tun
\t\tType: character device
\t\tMajor: 10
\t\tMinor: 200
Module: m
\tDevice node: /dev/a/b/c
\t\tType: block device
\t\tMajor: 8
\t\tMinor: 300
`;

const TMPFILES = `c! /dev/fuse 0600 - - - 10:229
d /dev/net 0755 - - -
c! /dev/net/tun 0600 - - - 10:200
d /dev/a/b 0755 - - -
b! /dev/a/b/c 0600 - - - 8:300
`;

const LINES = "fuse fuse c10:229\ntun net/tun c10:200\nm a/b/c b8:300\n";

describe("static-nodes formats", () => {
  test.each([
    ["human by default", [], HUMAN],
    ["human", ["format=human"], HUMAN],
    ["tmpfiles", ["format=tmpfiles"], TMPFILES],
    ["devname", ["format=devname"], LINES],
    ["the last of several", ["format=tmpfiles", "format=devname"], LINES],
  ])("static-nodes prints kmod's bytes: %s", (_what, options, text) => {
    const result = gatherAndView(staticNodes, platformOf(DEVNAME), options);
    expect(result).toMatchObject({ text, messages: [], failed: false });
  });

  test("static-nodes makes a directory of everything before the last slash, as kmod does", () => {
    const result = gatherAndView(staticNodes, platformOf("m /d c1:2\nm a//b c1:2\nm dir/ c1:2\n"), ["format=tmpfiles"]);
    expect(result.text).toBe(
      "d /dev/ 0755 - - -\nc! /dev//d 0600 - - - 1:2\n" +
        "d /dev/a/ 0755 - - -\nc! /dev/a//b 0600 - - - 1:2\n" +
        "d /dev/dir 0755 - - -\nc! /dev/dir/ 0600 - - - 1:2\n",
    );
  });

  test("static-nodes prints JSON and a table", () => {
    const json = gatherAndView(staticNodes, platformOf("fuse fuse c10:229\nm b b8:1\n"), ["json"]).text;
    expect(JSON.parse(json)).toEqual({
      schemaVersion: 1,
      kernelRelease: "6.1.0-test",
      nodes: [
        { module: "fuse", path: "/dev/fuse", type: "character", major: 10, minor: 229 },
        { module: "m", path: "/dev/b", type: "block", major: 8, minor: 1 },
      ],
    });
    expect(gatherAndView(staticNodes, platformOf("m b b8:1\n"), ["table"]).text).toBe(
      "Module | Device node | Type | Major | Minor\nm | /dev/b | block | 8 | 1\n",
    );
  });

  test("static-nodes refuses a format that it does not know, with the help", () => {
    const refuse = staticNodes.options.find((option) => option.long === "format")?.refuse;
    expect(refuse?.("bad")).toEqual({ text: "Unknown format: 'bad'.", plain: true, help: true });
    expect(refuse?.("toString")).toMatchObject({ plain: true });
    expect(refuse?.("tmpfiles")).toBeUndefined();
  });

  test("static-nodes takes one form of output", () => {
    expect(() => gatherAndView(staticNodes, platformOf(DEVNAME), ["json", "table"])).toThrow(UsageError);
  });

  test("static-nodes ignores operands", () => {
    expect(gatherAndView(staticNodes, platformOf(DEVNAME), [], ["x"])).toMatchObject({ text: HUMAN, failed: false });
  });
});

describe("static-nodes input", () => {
  test.each([[[]], [["output=/out"]], [["json"]]])(
    "static-nodes warns that there is no modules.devname (%s)",
    (options) => {
      const platform = platformOf(undefined);
      expect(gatherAndView(staticNodes, platform, options)).toMatchObject({
        text: "",
        messages: [`Warning: ${PATH} not found - ignoring`],
        failed: false,
      });
      expect(platform.files.list("/")).toEqual([]);
    },
  );

  test("static-nodes fails on a modules.devname that it cannot read", () => {
    expect(gatherAndView(staticNodes, failing(platformOf(DEVNAME), "read", "EACCES"))).toMatchObject({
      text: "",
      messages: [`Error: could not open ${PATH} - Permission denied`],
      failed: true,
    });
  });

  test("static-nodes reports bad lines, prints the others and fails", () => {
    expect(
      gatherAndView(staticNodes, platformOf("m d c1:2\nbad line\n\nm e c1:3\n"), ["format=devname"]),
    ).toMatchObject({
      text: "m d c1:2\nm e c1:3\n",
      messages: ["Error: invalid devname entry: bad line", "Error: invalid devname entry: "],
      failed: true,
    });
  });

  test("static-nodes prints nothing for an empty file", () => {
    expect(gatherAndView(staticNodes, platformOf(""))).toMatchObject({ text: "", messages: [], failed: false });
  });
});

describe("static-nodes --output", () => {
  test("static-nodes writes into a file below directories that it makes", () => {
    const platform = platformOf(DEVNAME);
    const result = gatherAndView(staticNodes, platform, ["format=tmpfiles", "output=/run/new/nodes.conf"]);
    expect(result).toMatchObject({ text: "", messages: [], failed: false });
    expect(textOf(platform.files, "/run/new/nodes.conf")).toBe(TMPFILES);
    expect(platform.files.list("/run/new")).toHaveLength(1);
  });

  test("static-nodes writes JSON and a table into a file", () => {
    const platform = platformOf("m d\xc3\xa9 c1:2\n", { out: "old" });
    gatherAndView(staticNodes, platform, ["json", "output=/out"]);
    expect(textOf(platform.files, "/out")).toContain('"path": "/dev/d\xc3\xa9"');
    gatherAndView(staticNodes, platform, ["table", "output=/out"]);
    expect(textOf(platform.files, "/out")).toMatch(/^Module \| Device node/);
  });

  test("static-nodes makes an empty file of an empty one", () => {
    const platform = platformOf("");
    gatherAndView(staticNodes, platform, ["output=out"]);
    expect(textOf(platform.files, "/out")).toBe("");
  });

  test("static-nodes writes the good lines into the file and fails for the bad", () => {
    const platform = platformOf("m d c1:2\nbad\n");
    expect(gatherAndView(staticNodes, platform, ["format=devname", "output=/out"]).failed).toBe(true);
    expect(textOf(platform.files, "/out")).toBe("m d c1:2\n");
  });

  test("static-nodes writes into a device", () => {
    const platform = platformOf("m d c1:2\n", { dev: { null: device } });
    gatherAndView(staticNodes, platform, ["format=devname", "output=/dev/null"]);
    expect(textOf(platform.files, "/dev/null")).toBe("m d c1:2\n");
  });

  test.each([
    ["/file/out", "create parent directory for /file/out - Not a directory"],
    ["/dir", "create /dir - Is a directory"],
    ["/new/", "create /new/ - Is a directory"],
    ["", "create  - No such file or directory"],
  ])("static-nodes says why it cannot write '%s'", (path, text) => {
    const platform = platformOf(DEVNAME, { file: "", dir: {} });
    expect(gatherAndView(staticNodes, platform, [`output=${path}`])).toMatchObject({
      text: "",
      messages: [`Error: could not ${text}`],
      failed: true,
    });
  });

  test.each([
    ["makeDirectory", "EROFS", "create parent directory for /new/out - Read-only file system"],
    ["create", "ENOSPC", "create /new/out - No space left on device"],
    ["rename", "EIO", "create /new/out - Input/output error"],
  ] as const)("static-nodes reports a failing %s", (call, errno, text) => {
    const platform = failing(platformOf(DEVNAME), call, errno);
    expect(gatherAndView(staticNodes, platform, ["output=/new/out"])).toMatchObject({
      messages: [`Error: could not ${text}`],
      failed: true,
    });
  });
});
