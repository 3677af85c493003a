import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { VERSION } from "../../src/cli/version.ts";
import { tryRun } from "./trial.ts";

const VERSION_LINES = "kmod version 34\n+ZSTD +XZ +ZLIB +OPENSSL -MBEDTLS\n";
const KMOD_HELP = `kmod - Manage kernel modules: list, load, unload, etc
Usage: kmod [OPTION]... COMMAND [ARGUMENT]...

Options:
  -V, --version  print the version and end
  -h, --help     print this help and end

Commands:
  help         print this help
  list         show what reached lsmod
  static-nodes show what reached static-nodes

kmod also handles gracefully if called from following symlinks:
  lsmod        compat lsmod command
  modprobe     compat modprobe command
`;

describe("kmod", () => {
  test.each<[string[], string, string, number]>([
    [[], KMOD_HELP, "missing command\n", 1],
    [["nosuch"], KMOD_HELP, "invalid command 'nosuch'\n", 1],
    [["lsmod"], KMOD_HELP, "invalid command 'lsmod'\n", 1],
    [["constructor"], KMOD_HELP, "invalid command 'constructor'\n", 1],
    [["install-links", "/x"], KMOD_HELP, "invalid command 'install-links'\n", 1],
    [["help", "whatever", "-x"], KMOD_HELP, "", 0],
    [["-h", "-x"], KMOD_HELP, "", 0],
    [["-V", "-x"], VERSION_LINES, "", 0],
    [["--vers"], VERSION_LINES, "", 0],
    [["-x", "-V"], "", "/bin/kmod: invalid option -- 'x'\n", 1],
    [["--bogus", "list"], "", "/bin/kmod: unrecognized option '--bogus'\n", 1],
    [["list", "x", "-v"], "kmod\n--verbose\n<x>\n", "", 0],
    [["--", "list"], "kmod\n", "", 0],
    [["list", "-x"], "", "list: invalid option -- 'x'\n", 1],
    [["static-nodes", "-f", "human"], "kmod\n--format=human\n", "", 0],
    [["static-nodes", "-V"], "", "static-nodes: invalid option -- 'V'\n", 1],
  ])("answers %j", (words, out, err, status) => {
    expect(tryRun(["/bin/kmod", ...words])).toEqual({ out, err, status });
  });

  test("prints the help of a sub-command after a value that is refused at once", () => {
    expect(tryRun(["kmod", "static-nodes", "-f", "bad", "-x"])).toEqual({
      status: 1,
      err: "Unknown format: 'bad'.\n",
      out: `Usage: kmod static-nodes [OPTION]... [WORD]...
Show what reached static-nodes.

Options:
  -f, --format=FORMAT         format
  -h, --help                  print this help and end
`,
    });
  });
});

const UMBRELLA_HELP = `Usage: kmod-ts [OPTION]... COMMAND [ARGUMENT]...
List, inspect and resolve Linux kernel modules, as kmod does and beyond.

Options:
  -V, --version  print the version and end
  -h, --help     print this help and end

Commands:
  help          print this help, or that of a command
  lsmod         show what reached lsmod
  modprobe      show what reached modprobe
  kmod          the front end that kmod has
  static-nodes  show what reached static-nodes

'kmod-ts help COMMAND' tells more. Called by a tool's own name, through a link, the program is that tool.
`;

const SEE = "See 'kmod-ts static-nodes --help'.";

describe("kmod-ts", () => {
  test.each<[string[], string, string, number]>([
    [["--version"], "kmod-ts 0.1.0\ncompatible with kmod 34\n", "", 0],
    [["-h"], UMBRELLA_HELP, "", 0],
    [["help"], UMBRELLA_HELP, "", 0],
    [["help", "kmod"], KMOD_HELP, "", 0],
    [["help", "lsmdo"], "", "kmod-ts: ERROR: unknown command 'lsmdo'; did you mean 'lsmod'? See 'kmod-ts help'.\n", 1],
    [[], "", "kmod-ts: ERROR: no command given. See 'kmod-ts help'.\n", 1],
    [["frobnicate"], "", "kmod-ts: ERROR: unknown command 'frobnicate'. See 'kmod-ts help'.\n", 1],
    [["l"], "", "kmod-ts: ERROR: unknown command 'l'; did you mean 'lsmod'? See 'kmod-ts help'.\n", 1],
    [["-x"], "", "kmod-ts: ERROR: invalid option -- 'x'. See 'kmod-ts --help'.\n", 1],
    [["--hepl"], "", "kmod-ts: ERROR: unrecognized option '--hepl'; did you mean '--help'? See 'kmod-ts --help'.\n", 1],
    [["lsmod", "-v"], "lsmod\n--verbose\n", "", 0],
    [["modprobe", "-x"], "", "modprobe: invalid option -- 'x'\n", 1],
    [["lsmod", "--version"], VERSION_LINES, "", 0],
    [["list"], "", "kmod-ts: ERROR: unknown command 'list'. See 'kmod-ts help'.\n", 1],
    [["static-nodes"], "kmod-ts\n", "", 0],
    [["static-nodes", "-V"], "", `kmod-ts: ERROR: invalid option -- 'V'. ${SEE}\n`, 1],
    [
      ["static-nodes", "--fromat", "human"],
      "",
      `kmod-ts: ERROR: unrecognized option '--fromat'; did you mean '--format'? ${SEE}\n`,
      1,
    ],
    [["static-nodes", "--format"], "", `kmod-ts: ERROR: option '--format' requires an argument. ${SEE}\n`, 1],
    [["static-nodes", "-f", "bad"], "", `kmod-ts: ERROR: Unknown format: 'bad'. ${SEE}\n`, 1],
    [["kmod", "list"], "kmod\n", "", 0],
    [["kmod"], KMOD_HELP, "missing command\n", 1],
  ])("answers %j", (words, out, err, status) => {
    expect(tryRun(["/n/kmod-ts", ...words])).toEqual({ out, err, status });
  });

  test("tells about a command by the name it is asked for", () => {
    const line = "Usage: kmod-ts static-nodes [OPTION]... [WORD]...";
    expect(tryRun(["kmod-ts", "help", "static-nodes"]).out.split("\n")[0]).toBe(line);
  });
});

test("the version is that of the package", () => {
  const text = readFileSync(`${import.meta.dirname}/../../package.json`, "utf8");
  expect((JSON.parse(text) as { readonly version: string }).version).toBe(VERSION);
});
