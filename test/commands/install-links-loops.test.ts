/** Links never lead through names that become links themselves. */

import { describe, expect, test } from "vitest";
import { linkTo, type Tree } from "../support/memory-file-system.ts";
import { install, PROGRAM } from "./install-links-trial.ts";

const NODE_ONLY = ["--edition", "node"];

describe("install-links: no loops", () => {
  test.each<[string, Tree, string, string]>([
    ["a link through one that is replaced", { "kmod-ts": linkTo("kmod"), kmod: linkTo(PROGRAM) }, "/d/kmod-ts", "/d"],
    ["one that is replaced", { kmod: linkTo("kmod-ts"), "kmod-ts": linkTo(PROGRAM) }, "/d/kmod", "/d"],
    ["a link to one by another way", { kmod: linkTo("/l"), lsmod: linkTo(PROGRAM) }, "/d/kmod", "/d/../d/."],
    ["a directory of such a name", { kmod: linkTo("/opt/kmod-ts/bin") }, "/d/kmod/kmod-ts.js", "/d"],
  ])("leads to the file where the program was started by %s", (_what, tree, programPath, directory) => {
    const all = { "/d": tree, "/l": linkTo("d/lsmod") };
    for (const relative of [[], ["--relative"]]) {
      const words = ["-f", ...relative, ...NODE_ONLY, directory];
      const { status, err, files } = install(all, words, () => ({}), { programPath });
      expect({ status, err }).toEqual({ status: 0, err: `kmod-ts: links to the Node edition, ${PROGRAM}\n` });
      const target = relative.length > 0 ? PROGRAM.replace("/", "../") : PROGRAM;
      expect(["kmod", "lsmod"].map((name) => files.readLink(`/d/${name}`))).toEqual([target, target]);
      expect(files.status(programPath === "/d/kmod/kmod-ts.js" ? "/d/kmod" : programPath).type).toBe("file");
    }
  });

  test("keeps the way that the program was started by where no link of it is replaced", () => {
    const tree = { "/usr/bin/kmod-ts": linkTo(PROGRAM), "/d": { kmod: linkTo("/usr/bin/kmod-ts") } };
    const options = { programPath: "/usr/bin/kmod-ts" };
    const { out } = install(tree, ["-f", ...NODE_ONLY, "/d"], () => ({}), options);
    expect(out).toBe("/d/lsmod -> /usr/bin/kmod-ts\n");
  });

  test("leads to a page's file where the page is a link to a name that is replaced", () => {
    const man8 = { "kmod-ts.8": ".TH", "kmod-ts-lsmod.8": linkTo("lsmod.8"), "lsmod.8": linkTo("/page") };
    const tree = { "/opt/kmod-ts/share/man": { man5: {}, man8 }, "/page": ".TH" };
    const { status, links } = install(tree, ["-f", "--man", "/opt/kmod-ts/share/man"]);
    expect(status).toBe(0);
    expect(links("/opt/kmod-ts/share/man/man8").toSorted()).toEqual([
      "kmod-ts-lsmod.8 -> /page",
      "kmod-ts.8 file",
      "lsmod.8 -> /page",
    ]);
  });
});
