/** All links or none, and nothing left behind. */

import { describe, expect, test } from "vitest";
import { SystemError } from "../../src/core/errors.ts";
import type { FileSystem } from "../../src/core/platform.ts";
import { linkTo, type Tree } from "../support/memory-file-system.ts";
import { install, PAGES, PROGRAM } from "./install-links-trial.ts";

const NODE_ONLY = ["--edition", "node"];

/** Fails the call of this number among those that change something. */
function failing(at: number, errno: "ENOSPC" | "EIO"): (files: FileSystem) => Partial<FileSystem> {
  let calls = 0;
  const counted =
    <Words extends readonly unknown[]>(name: string, call: (...words: Words) => void) =>
    (...words: Words): void => {
      if (calls++ === at) throw new SystemError(name, String(words.at(-1)), errno);
      call(...words);
    };
  return (files) => ({ link: counted("symlink", files.link), rename: counted("rename", files.rename) });
}

describe("install-links: all or none", () => {
  const before: Tree = { kmod: linkTo("/old"), "kmod-ts": linkTo(PROGRAM) };
  const places: Tree = { "/b": before, "/m/man8/kmod-ts.8": linkTo("older"), ...PAGES };
  const words = ["-f", ...NODE_ONLY, "/b", "--man", "/m"];

  test.each(["ENOSPC", "EIO"] as const)("takes back what was made before %s", (errno) => {
    let failures = 0;
    for (; ; failures++) {
      const { status, out, links } = install(places, words, failing(failures, errno));
      if (status === 0) break;
      expect({ failures, out, b: links("/b"), man8: links("/m/man8") }).toEqual({
        failures,
        out: "",
        b: ["kmod -> /old", `kmod-ts -> ${PROGRAM}`],
        man8: ["kmod-ts.8 -> older"],
      });
    }
    // Ten links, two of them under temporary names first.
    expect(failures).toBe(12);
  });

  test("replaces links, which can be put back, before files", () => {
    const tree = { "/b": { kmod: "elf", lsmod: linkTo("/old") } };
    const renamed: string[] = [];
    const { links } = install(tree, ["-f", ...NODE_ONLY, "/b"], (files) => ({
      rename(from, to) {
        renamed.push(to);
        if (to === "/b/kmod") throw new SystemError("rename", from, "EIO");
        files.rename(from, to);
      },
    }));
    expect(renamed).toEqual(["/b/lsmod", "/b/kmod", "/b/lsmod"]);
    expect(links("/b").toSorted()).toEqual(["kmod file", "lsmod -> /old"]);
  });

  test("tells of the failure that came first where taking back fails too", () => {
    const { status, err } = install({ "/b": {} }, [...NODE_ONLY, "/b"], (files) => ({
      link(target, path) {
        if (path === "/b/lsmod") throw new SystemError("symlink", path, "ENOSPC");
        files.link(target, path);
      },
      remove(path) {
        throw new SystemError("remove", path, "EROFS");
      },
    }));
    expect({ status, err }).toEqual({
      status: 1,
      err: "kmod-ts: ERROR: symlink '/b/lsmod': No space left on device\n",
    });
  });

  test.each([
    ["the same link", PROGRAM, 0, [`kmod -> ${PROGRAM}`, `lsmod -> ${PROGRAM}`]],
    ["another link", "/other", 1, ["kmod -> /other"]],
  ])("judges %s that another process has made meanwhile", (_what, target, status, left) => {
    const result = install({ "/b": {} }, [...NODE_ONLY, "/b"], (files) => ({
      link(wanted, path) {
        if (path === "/b/kmod") files.link(target, path);
        files.link(wanted, path);
      },
    }));
    expect({ status: result.status, out: result.out, left: result.links("/b") }).toEqual({
      status,
      out: status === 0 ? `/b/lsmod -> ${PROGRAM}\n` : "",
      left,
    });
  });
});

describe("install-links: what a killed run left", () => {
  test("is removed where it is a link of ours, and stays where it is not", () => {
    const tree = {
      "/b": {
        "lsmod.kmod-ts-0": linkTo(PROGRAM),
        "lsmod.kmod-ts-12": linkTo(PROGRAM),
        "kmod.kmod-ts-0": linkTo("/other"),
        "kmod.kmod-ts-1": "file",
        "kmod.kmod-ts-x": linkTo(PROGRAM),
        "cat.kmod-ts-0": linkTo(PROGRAM),
        lsmod: linkTo(PROGRAM),
        kmod: "elf",
      },
    };
    const { status, out, links } = install(tree, ["-f", ...NODE_ONLY, "/b"]);
    expect({ status, out }).toEqual({ status: 0, out: `/b/kmod -> ${PROGRAM}\n` });
    expect(links("/b").toSorted()).toEqual([
      `cat.kmod-ts-0 -> ${PROGRAM}`,
      `kmod -> ${PROGRAM}`,
      "kmod.kmod-ts-0 -> /other",
      "kmod.kmod-ts-1 file",
      `kmod.kmod-ts-x -> ${PROGRAM}`,
      `lsmod -> ${PROGRAM}`,
    ]);
  });

  test("a run whose temporary link is taken for one makes another", () => {
    let taken = 0;
    const { status, links } = install({ "/b": { kmod: "elf" } }, ["-f", ...NODE_ONLY, "/b"], (files) => ({
      rename(from, to) {
        if (taken++ === 0) files.remove(from);
        files.rename(from, to);
      },
    }));
    expect({ status, links: links("/b").toSorted() }).toEqual({
      status: 0,
      links: [`kmod -> ${PROGRAM}`, `lsmod -> ${PROGRAM}`],
    });
  });
});
