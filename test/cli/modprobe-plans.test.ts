/** Plans of hostile configurations: bounded in depth, length and time. */

import { describe, expect, test } from "vitest";
import type { Tree } from "../support/memory-file-system.ts";
import { configured, directory, insmod, loaded, modprobe } from "./modprobe-trial.ts";

const count = (length: number): readonly number[] => Array.from({ length }, (_, at) => at);

/** `layers` modules that depend on all of `width` others, each a soft dependency of the one before. */
function layered(layers: number, width: number): Tree {
  const base = count(width).map((at) => `kernel/base${at}.ko`);
  const top = count(layers).map((at) => `kernel/top${at}.ko: ${base.join(" ")}`);
  const files = [...base, ...count(layers).map((at) => `kernel/top${at}.ko`)];
  return {
    [`${directory}/modules.dep`]: [...base.map((path) => `${path}:`), ...top, ""].join("\n"),
    ...Object.fromEntries(files.map((path) => [`${directory}/${path}`, ""])),
    "/etc/modprobe.d/soft.conf": count(layers)
      .map((at) => `softdep top${at} pre: top${at + 1}\n`)
      .join(""),
  };
}

describe("modprobe -D", () => {
  test("a plan may have many steps, and no more than 100 000", () => {
    const { out, err, status } = modprobe("-D top0", layered(40, 200));
    expect({ lines: out.split("\n").length - 1, err, status }).toEqual({ lines: 40 * 201, err: "", status: 0 });
    expect(modprobe("-D top0", layered(400, 300))).toEqual({
      out: "",
      err: "modprobe: ERROR: module top0 comes to more than 100000 steps\n",
      status: 1,
    });
  });

  test("soft dependencies that stand for too many modules are refused", () => {
    const aliases = count(400).map((at) => `alias many m${at}\n`);
    const tree = configured(`${aliases.join("")}softdep aa pre: ${"many ".repeat(300)}\n`);
    const err = "modprobe: ERROR: module aa comes to more than 100000 steps\n";
    expect(modprobe("-D aa", tree)).toEqual({ out: "", err, status: 1 });
    expect(modprobe("-r -n aa", { ...tree, ...loaded("aa") })).toEqual({ out: "", err, status: 1 });
  });

  test("soft dependencies of hard dependencies are visited once, also while they are being walked", () => {
    const tree = configured("softdep aa pre: bb dd post: gg wild\nsoftdep dd pre: aa gg\n");
    const names = modprobe("-D bb", tree).out.matchAll(/kernel\/([^.]+)\.ko/g);
    expect([...names].map(([, name]) => name)).toEqual(["aa", "aa", "wild", "bb", "gg", "dd", "aa", "bb"]);
  });

  test("a module that only a command makes known can be its own soft dependency", () => {
    const tree = configured("install lone true\nsoftdep lone pre: lone post: lone\n");
    expect(modprobe("-D lone", tree)).toEqual({ out: "install true \n", err: "", status: 0 });
  });

  test("an install command holds where the module has soft dependencies too", () => {
    const tree = configured("install aa /bin/true\nsoftdep aa pre: dd post: wild\n");
    const out = `${insmod("dd")}install /bin/true \n${insmod("wild")}`;
    expect(modprobe("-D aa", tree)).toEqual({ out, err: "", status: 0 });
    expect(modprobe("-D bb", tree).out).toBe(out + insmod("bb"));
  });

  test("every softdep line of a module counts, those of modules.softdep too", () => {
    const tree = {
      ...configured("softdep aa pre: dd\nsoftdep a* post: wild\n"),
      "/lib/modules/1.0/modules.softdep": "softdep aa pre: c-c\nsoftdep other pre: gg\n",
    };
    expect(modprobe("-D aa", tree).out).toBe(insmod("dd") + insmod("c-c") + insmod("aa") + insmod("wild"));
  });
});

describe("modprobe -r", () => {
  const chain = (length: number): string =>
    count(length)
      .map((at) => `remove n${at} true ${at}\nsoftdep n${at} pre: n${at + 1} n${at + 1}\n`)
      .join("");

  test("soft dependencies that form a very long chain are refused", () => {
    expect(modprobe("-r -n n0", configured(chain(2000)))).toEqual({
      out: count(500)
        .map((at) => `remove true ${at}\n`)
        .join(""),
      err: "modprobe: ERROR: soft dependencies nest too deep at module n500\n",
      status: 1,
    });
  });

  test("a module that is a soft dependency twice is removed once", () => {
    expect(modprobe("-r -n n0", configured(chain(30)))).toEqual({
      out: count(30)
        .map((at) => `remove true ${at}\n`)
        .join(""),
      err: "",
      status: 0,
    });
    const soft = configured("softdep gg pre: dd dd wild post: dd\nsoftdep wild post: dd\n");
    const tree = { ...soft, ...loaded("gg"), ...loaded("dd"), ...loaded("wild") };
    expect(modprobe("-r -n gg", tree)).toEqual({ out: "rmmod dd\nrmmod gg\nrmmod wild\n", err: "", status: 0 });
  });

  test("a soft dependency that is in use is not looked at again before something has gone", () => {
    const names = count(30).map((at) => `n${at}`);
    const soft = names.map((name, at) => `softdep ${name} post: n${at + 1} n${at + 1} pre: n${at + 1}\n`).join("");
    const index = { [`${directory}/modules.dep`]: names.map((name) => `kernel/${name}.ko:\n`).join("") };
    const tree = Object.assign(index, configured(soft), ...names.map((name) => loaded(name, 1)));
    expect(modprobe("-r -n -q n0", tree)).toEqual({ out: "", err: "", status: 1 });
  });

  test("a soft dependency that is in use is tried again when its user has gone", () => {
    const tree = { ...configured("softdep bb pre: aa aa post: aa aa\n"), ...loaded("aa", 1), ...loaded("bb") };
    const warning = "modprobe: WARNING: Module aa is in use.\n";
    expect(modprobe("-r -n -a bb", tree)).toEqual({ out: "rmmod bb\n", err: warning.repeat(2), status: 0 });
  });
});
