import { describe, expect, it } from "vitest";
import { readConfiguration } from "../../../src/core/config/read.ts";
import { formatConfiguration } from "../../../src/core/config/show.ts";
import { SystemError } from "../../../src/core/errors.ts";
import type { FileSystem } from "../../../src/core/platform.ts";
import { memoryFileSystem } from "../../support/memory-file-system.ts";

const WHERE = { paths: undefined, moduleDirectory: "/lib/modules/1.0", workingDirectory: "/" };

function read(files: FileSystem): readonly string[] {
  const problems: string[] = [];
  const configuration = readConfiguration(files, WHERE, ({ origin, text }) => problems.push(`${origin}: ${text}`));
  return [...problems, ...formatConfiguration(configuration)];
}

const TREE = {
  "/etc/modprobe.d": { "z.conf": "softdep s pre: z\nbad\n", "a.conf": "softdep s pre: a\nbad\n", "d.conf": {} },
  "/lib/modules/1.0": { "modules.softdep": "softdep s pre: m\n", "modules.weakdep": "weakdep w m\n" },
  "/proc/cmdline": "o.a=1 b].c=1\n",
};

describe("readConfiguration", () => {
  it("`readConfiguration` reads files by name and the kernel command line last", () => {
    expect(read(memoryFileSystem(TREE))).toEqual([
      "conf_files_filter_out: Directories inside directories are not supported: /etc/modprobe.d/d.conf",
      "kmod_config_parse: /etc/modprobe.d/a.conf line 2: ignoring bad line starting with 'bad'",
      "kmod_config_parse: /etc/modprobe.d/z.conf line 2: ignoring bad line starting with 'bad'",
      "kcmdline_parse_result: Ignoring bad option on kernel command line while parsing module name: 'b]'",
      "options o a=1",
      "softdep s pre: a",
      "softdep s pre: m",
      "softdep s pre: z",
      "weakdep w m",
    ]);
  });

  it("`readConfiguration` passes over files that may not be read, in silence", () => {
    const files = memoryFileSystem(TREE);
    const read_ = (path: string): Uint8Array => {
      throw new SystemError("read", path, "EACCES");
    };
    expect(read({ ...files, read: read_ })).toEqual([
      "conf_files_filter_out: Directories inside directories are not supported: /etc/modprobe.d/d.conf",
    ]);
  });

  it("`readConfiguration` names a directory that may not be listed", () => {
    const files = memoryFileSystem({ "/etc/modprobe.d/a.conf": "alias a b\n" });
    const list = (path: string): never => {
      throw new SystemError("list", path, "EACCES");
    };
    expect(read({ ...files, list })).toEqual(["conf_files_list: opendir(/etc/modprobe.d): Permission denied"]);
  });

  it("`readConfiguration` lets errors through that are no answers of the system", () => {
    const files = memoryFileSystem(TREE);
    const broken = (): never => {
      throw new TypeError("a bug");
    };
    expect(() => read({ ...files, read: broken })).toThrow(TypeError);
    expect(() => read({ ...files, list: broken })).toThrow(TypeError);
    expect(() => read({ ...files, status: broken })).toThrow(TypeError);
  });

  it("`readConfiguration` is content with an empty machine", () => {
    expect(read(memoryFileSystem({}))).toEqual([]);
  });
});
