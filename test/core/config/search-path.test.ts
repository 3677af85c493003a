import { describe, expect, it } from "vitest";
import { findConfigurationFiles } from "../../../src/core/config/search-path.ts";
import { device, linkTo, memoryFileSystem, type Tree } from "../../support/memory-file-system.ts";

const MODULES = "/lib/modules/1.0";

function find(
  tree: Tree,
  paths?: readonly string[],
): { readonly found: readonly string[]; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const places = { paths, moduleDirectory: MODULES, workingDirectory: "/home" };
  const found = findConfigurationFiles(memoryFileSystem(tree), places, ({ origin, text }) => {
    problems.push(`${origin}: ${text}`);
  });
  return { found: found.map(({ path }) => path).filter((path) => !path.startsWith(MODULES)), problems };
}

describe("findConfigurationFiles", () => {
  it("`findConfigurationFiles` takes the first of a name and sorts by name", () => {
    const tree = {
      "/lib/modprobe.d": { "x.conf": "", "b.conf": "", "A.conf": "" },
      "/usr/lib/modprobe.d": { "x.conf": "", "b.conf": "" },
      "/usr/local/lib/modprobe.d": { "x.conf": "", "_.conf": "" },
      "/run/modprobe.d": { "x.conf": "", "10.conf": "" },
      "/etc/modprobe.d": { "x.conf": "" },
    };
    expect(find(tree).found).toEqual([
      "/run/modprobe.d/10.conf",
      "/lib/modprobe.d/A.conf",
      "/usr/local/lib/modprobe.d/_.conf",
      "/usr/lib/modprobe.d/b.conf",
      "/etc/modprobe.d/x.conf",
    ]);
  });

  it("`findConfigurationFiles` finds nothing where no directory is, or an empty one", () => {
    expect(find({ "/etc/modprobe.d": {} })).toEqual({ found: [], problems: [] });
  });

  it("`findConfigurationFiles` skips other names in silence", () => {
    const names = [".conf", ".h.conf", "x.CONF", "x.conf~", "x.conf.bak", "conf", "xconf"];
    expect(find({ "/etc/modprobe.d": Object.fromEntries(names.map((name) => [name, ""])) })).toEqual({
      found: [],
      problems: [],
    });
  });

  it("`findConfigurationFiles` names directories and dangling links, which hide nothing", () => {
    const tree = {
      "/etc/modprobe.d": { "a.conf": {}, "b.conf": linkTo("nowhere"), "c.conf": linkTo("/opt"), plain: {} },
      "/lib/modprobe.d": { "a.conf": "", "b.conf": "" },
      "/opt/x": "",
    };
    expect(find(tree)).toEqual({
      found: ["/lib/modprobe.d/a.conf", "/lib/modprobe.d/b.conf"],
      problems: [
        "conf_files_filter_out: Directories inside directories are not supported: /etc/modprobe.d/a.conf",
        "conf_files_filter_out: Cannot stat directory entry: /etc/modprobe.d/b.conf",
        "conf_files_filter_out: Directories inside directories are not supported: /etc/modprobe.d/c.conf",
      ],
    });
  });

  it("`findConfigurationFiles` lets special files hide others and does not name them for reading", () => {
    const tree = {
      "/dev/null": device,
      "/etc/modprobe.d": { "a.conf": linkTo("/dev/null"), "b.conf": device },
      "/lib/modprobe.d": { "a.conf": "", "b.conf": "", "c.conf": "" },
    };
    expect(find(tree)).toEqual({ found: ["/lib/modprobe.d/c.conf"], problems: [] });
  });

  it("`findConfigurationFiles` reads only what -C names, in that order of priority", () => {
    const tree = {
      "/etc/modprobe.d/e.conf": "",
      "/a": { "x.conf": "", "y.conf": "" },
      "/b": { "x.conf": "", "any.name": "" },
    };
    expect(find(tree, ["/b/any.name", "/b/x.conf", "/none", "", "/a", "/a/y.conf/"]).found).toEqual([
      "/b/any.name",
      "/b/x.conf",
      "/a/y.conf",
    ]);
  });

  it("`findConfigurationFiles` opens relative paths from the working directory and shows them as typed", () => {
    const files = memoryFileSystem({ "/home/d/x.conf": "", "/home/f": "" });
    const places = { paths: ["d//", "./f"], moduleDirectory: MODULES, workingDirectory: "/home" };
    expect(findConfigurationFiles(files, places, () => undefined)).toMatchObject([
      { path: "./f", location: "/home/./f" },
      { path: `${MODULES}/modules.softdep` },
      { path: `${MODULES}/modules.weakdep` },
      { path: "d///x.conf", location: "/home/d///x.conf" },
    ]);
  });
});
