import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { CLOSED_PIPE } from "../../src/cli/session.ts";
import type { Errno } from "../../src/core/errno.ts";
import { FormatError, SystemError, UsageError } from "../../src/core/errors.ts";
import type { Platform } from "../../src/core/platform.ts";
import { memoryPlatform } from "../support/memory-platform.ts";
import { tryCommand, tryRun } from "./trial.ts";

const VERSION_LINES = "kmod version 34\n+ZSTD +XZ +ZLIB +OPENSSL -MBEDTLS\n";

/** Every write to standard output fails. */
function brokenOutput(errno: Errno): (platform: Platform) => Platform {
  return (platform) => ({
    ...platform,
    host: {
      ...platform.host,
      write(stream, text) {
        if (stream === "out") throw new SystemError("write", "", errno);
        platform.host.write(stream, text);
      },
    },
  });
}

describe("run", () => {
  test("takes the tool from the base name", () => {
    expect(tryRun(["/usr/sbin/lsmod", "-v", "x"])).toEqual({ status: 0, out: "lsmod\n--verbose\n<x>\n", err: "" });
  });

  test.each(["", "foo", "KMOD", "kmod-x", "kmod.bin", "-modprobe", "lsmod.js", "rmmod", "static-nodes", "toString"])(
    "says nothing and fails as %j",
    (name) => {
      expect(tryRun([`/x/${name}`, "-V"])).toEqual({ status: 1, out: "", err: "" });
    },
  );

  test("knows the commands that there are", () => {
    const platform = memoryPlatform({});
    expect(run(["kmod-ts", "help", "install-links"], platform)).toBe(0);
    expect(platform.written.out.split("\n")[0]).toBe("Usage: kmod-ts install-links [OPTION]... [DIR]");
  });

  test("puts argv[0] before getopt's messages and the base name before others", () => {
    expect(tryRun(["../sbin/modprobe", "-x"])).toEqual({
      status: 1,
      out: "",
      err: "../sbin/modprobe: invalid option -- 'x'\n",
    });
    expect(tryRun(["../sbin/modprobe", "-q", "--show", "-w", "abc", "-x"])).toEqual({
      status: 1,
      out: "",
      err: "modprobe: WARNING: --show is deprecated and scheduled for removal; use --dry-run\nmodprobe: ERROR: unexpected wait value 'abc'.\n",
    });
  });

  test("stops at the first operand where POSIXLY_CORRECT is set", () => {
    const { out } = tryRun(["lsmod", "-q", "a", "-v"], { environment: { POSIXLY_CORRECT: "" } });
    expect(out).toBe("lsmod\n--quiet\n<a>\n<-v>\n");
  });

  test("prints kmod's version lines for a tool", () => {
    expect(tryRun(["modprobe", "-aV", "-x"])).toEqual({ status: 0, out: VERSION_LINES, err: "" });
  });

  test("prints a help made from the definitions", () => {
    expect(tryRun(["lsmod", "--help"]).out).toBe(`Usage: lsmod [OPTION]... [WORD]...
Show what reached lsmod.

Options:
  -a, --all                   all
  -r, --remove                remove
      --remove-holders        holders
  -w, --wait=MSEC             wait
  -i, --ignore-install, --ignore-remove
                              ignore commands
  -f, --force                 force
      --force-modversion      force version
      --force-vermagic        force magic
  -c, --show-config           config
  -n, --dry-run               try
  -C, --config=FILE           configuration
  -S, --set-version=VERSION   version of the kernel
  -q, --quiet                 quiet
  -v, --verbose               verbose
  -V, --version               print the version and end
  -h, --help                  print this help and end

Beyond kmod:
      --json                  print JSON (see docs/json-output.md)
      --table                 print a table (Node edition only)
`);
  });

  test("fails where the command says so", () => {
    const trial = tryCommand({
      gather(request, { report }) {
        report.message("ERROR", "no such thing");
        report.fail();
        return request;
      },
    });
    expect(trial).toEqual({ status: 1, out: "tool\n", err: "tool: ERROR: no such thing\n" });
  });

  test("prints what came before a failure", () => {
    const pieces = function* (): Iterable<string> {
      yield "first\n";
      throw new FormatError("/a.ko", "section 3 leaves the file", "EINVAL", 64);
    };
    expect(tryCommand({ view: () => ({ kind: "text", pieces: pieces() }) })).toEqual({
      status: 1,
      out: "first\n",
      err: "tool: ERROR: /a.ko:64: section 3 leaves the file\n",
    });
  });

  test.each([
    [new UsageError("missing parameters. See -h."), "missing parameters. See -h."],
    [new SystemError("open", "/proc/modules", "EACCES"), "open '/proc/modules': Permission denied"],
    [new SystemError("write", "/tmp/fifo", "EPIPE"), "write '/tmp/fifo': Broken pipe"],
  ])("says in one line what is wrong: %s", (error, text) => {
    const gather = (): never => {
      throw error;
    };
    expect(tryCommand({ gather })).toEqual({ status: 1, out: "", err: `tool: ERROR: ${text}\n` });
  });

  test("ends quietly when the reader has gone", () => {
    expect(tryCommand({}, { change: brokenOutput("EPIPE") })).toEqual({ status: CLOSED_PIPE, out: "", err: "" });
  });

  test("reports a full device once, also after a failure and for the help", () => {
    const err = "tool: ERROR: could not write to standard output: No space left on device\n";
    const change = brokenOutput("ENOSPC");
    const pieces = Array.from({ length: 5000 }, () => "x".repeat(64));
    expect(tryCommand({}, { change })).toEqual({ status: 1, out: "", err });
    expect(tryCommand({ view: () => ({ kind: "text", pieces }) }, { change })).toEqual({ status: 1, out: "", err });
    expect(tryCommand({}, { change }, ["--help"])).toEqual({ status: 1, out: "", err });
  });

  test.each([
    [["kmod-ts", "lsmod"], "lsmod"],
    [["kmod-ts", "static-nodes"], "kmod-ts"],
    [["kmod-ts", "kmod", "list"], "kmod"],
    [["kmod", "list"], "kmod"],
    [["kmod", "nosuch"], "kmod"],
  ])("reports it once through a front end: %j", (argv, program) => {
    const { err, status } = tryRun(argv, { change: brokenOutput("ENOSPC") });
    const lines = err.split("\n").filter((line) => line !== "invalid command 'nosuch'");
    expect({ lines, status }).toEqual({
      lines: [`${program}: ERROR: could not write to standard output: No space left on device`, ""],
      status: 1,
    });
  });

  test("fails on a full terminal although the message came first", () => {
    let complain = (): void => undefined;
    const pieces = function* (): Iterable<string> {
      yield "first\n";
      complain();
    };
    const trial = tryCommand(
      {
        gather(request, { report }) {
          complain = () => report.message("ERROR", "second");
          return request;
        },
        view: () => ({ kind: "text", pieces: pieces() }),
      },
      { terminal: true, change: brokenOutput("EIO") },
    );
    expect(trial).toEqual({
      status: 1,
      out: "",
      err: "tool: ERROR: second\ntool: ERROR: could not write to standard output: Input/output error\n",
    });
  });

  test("takes no lack of stack for a bug of ours", () => {
    const gather = (): never => gather();
    expect(tryCommand({ gather })).toEqual({
      status: 1,
      out: "",
      err: "tool: ERROR: this is nested too deeply for the stack that there is\n",
    });
  });

  test("shows a trace and asks for a report for a bug of ours", () => {
    const gather = (): never => {
      throw new TypeError("oops");
    };
    const { status, out, err } = tryCommand({ gather });
    expect({ status, out }).toEqual({ status: 70, out: "" });
    expect(err).toMatch(
      /^tool: FATAL: TypeError: oops\n {4}at [\s\S]+\n\nThis is a bug in kmod-ts 0\.1\.0\. Please report these lines [^\n]+\n$/,
    );
  });
});
