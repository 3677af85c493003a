import { describe, expect, it } from "vitest";
import { run } from "../../src/cli/run.ts";
import { SystemError } from "../../src/core/errors.ts";
import { linkTo } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";
import { configured, directory, insmod, loaded, modprobe, modules } from "./modprobe-trial.ts";

describe("modprobe -D", () => {
  it("prints dependencies, soft dependencies, install commands and options as kmod does", () => {
    const tree = configured(
      [
        "softdep gg pre: lonely nosuch bi_one post: wild",
        "softdep bb pre: dd",
        "options aa o=aa",
        "options gg o=gg",
        "install lonely /bin/echo L $CMDLINE_OPTS",
        "options lonely lo=1",
        "",
      ].join("\n"),
    );
    const words = ["p=1", "q=a b", "r='x y'", "s=", "t"];
    const platform = memoryPlatform({ ...modules, ...tree }, { release: "1.0" });
    expect(run(["modprobe", "-D", "gg", ...words], platform)).toBe(0);
    expect(platform.written).toEqual({
      out:
        insmod("aa", "o=aa ") +
        insmod("dd") +
        insmod("bb") +
        "install /bin/echo L $CMDLINE_OPTS lo=1 \n" +
        "builtin bi_one\n" +
        insmod("gg", `o=gg p=1 q="a b" r='x y' s= t`) +
        insmod("wild"),
      err: "",
    });
  });

  it("repeats modules that are reached under two names, as kmod does", () => {
    const tree = configured(
      "alias foo gg\nsoftdep gg pre: foo foo2 post: dd aa\nalias foo2 bb\nsoftdep bb pre: foo2\n",
    );
    expect(modprobe("-D foo", tree).out).toBe(
      [insmod("aa"), insmod("aa"), insmod("bb"), insmod("bb"), insmod("gg"), insmod("dd"), insmod("aa")].join(""),
    );
  });

  it("takes the options of the alias through which a module was reached", () => {
    const tree = configured("alias my-* aa\noptions my-* from=pattern\noptions aa own=1\noptions my-x no=1\n");
    expect(modprobe("-D my-x", tree).out).toBe(insmod("aa", "from=pattern own=1 "));
  });

  it("passes over the own install command and soft dependencies with -i, not those of dependencies", () => {
    const tree = configured("install gg echo GG\nsoftdep gg pre: dd\ninstall aa echo AA\n");
    expect(modprobe("-D -i gg", tree).out).toBe(`install echo AA \n${insmod("bb")}${insmod("gg")}`);
  });

  it("prints nothing for an alias that leads to no module", () => {
    expect(modprobe("-D x1", configured("alias x1 nothing\n"))).toEqual({ out: "", err: "", status: 0 });
  });

  it("takes a path and finds its dependencies by name", () => {
    const options = { workingDirectory: "/lib/modules/1.0/kernel" };
    const tree = { "/lib/modules/1.0/kernel/./bb.ko": "" };
    expect(modprobe("-D /lib/modules/1.0/kernel/bb.ko x=1", tree, options)).toEqual({
      out: insmod("aa") + insmod("bb", "x=1"),
      err: "",
      status: 0,
    });
  });

  it("says which path cannot be found", () => {
    expect(modprobe("-D ./x.ko")).toEqual({
      out: "",
      err: "modprobe: FATAL: Failed to get module from path ./x.ko: No such file or directory\n",
      status: 1,
    });
  });

  it("leaves out all dependencies where one file is missing, and says which", () => {
    const tree = { [`${directory}/kernel`]: { "gg.ko": "", "bb.ko": "" } };
    expect(modprobe("-D gg", tree)).toEqual({
      out: insmod("gg"),
      err: `modprobe: ERROR: cannot use the dependencies of module gg: stat '${directory}/kernel/aa.ko': No such file or directory\n`,
      status: 0,
    });
  });

  it("survives soft dependencies that form a loop or a very long chain", () => {
    expect(modprobe("-D aa", configured("softdep aa pre: bb\nsoftdep bb pre: aa\n")).status).toBe(0);
    const names = Array.from({ length: 2000 }, (_, at) => `n${at}`);
    const chain = names.map((name, at) => `install ${name} true\nsoftdep ${name} pre: n${at + 1}\n`).join("");
    expect(modprobe("-D n0", configured(chain))).toEqual({
      out: "",
      err: "modprobe: ERROR: soft dependencies nest too deep at module n500\n",
      status: 1,
    });
  });
});

describe("modprobe -R", () => {
  it("prints every module that a configured alias stands for, in order", () => {
    const tree = configured("alias al-x c-c\nalias al-x aa\nalias al-* lonely\n");
    expect(modprobe("-R al-x", tree).out).toBe("c_c\naa\nlonely\n");
    expect(modprobe("-R al_y", tree).out).toBe("lonely\n");
  });

  it.each([
    ["gg", "gg\n"],
    ["c-c", "c_c\n"],
    ["symbol:aa_sym", "aa\n"],
    ["ind-x", "aa\ndd\n"],
    ["wilderness", "wild\n"],
    ["bi-one", "bi_one\n"],
    ["/lib/modules/1.0/kernel/aa.ko", "aa\n"],
  ])("resolves %s", (name, out) => {
    expect(modprobe(`-R ${name}`)).toEqual({ out, err: "", status: 0 });
  });

  it.each(["nosuch", "loop.ko", "a]b", "a[b", "../x"])("says that %s is not found", (name) => {
    const err = `modprobe: FATAL: Module ${name} not found in directory ${directory}\n`;
    expect(modprobe(`-R ${name}`)).toEqual({ out: "", err, status: 1 });
  });

  it("goes on after a name that is not found with -a, and warns", () => {
    expect(modprobe("-R -a nosuch gg")).toEqual({
      out: "gg\n",
      err: `modprobe: WARNING: Module nosuch not found in directory ${directory}\n`,
      status: 1,
    });
  });

  it("is silent with -q and still fails", () => {
    expect(modprobe("-q -R nosuch")).toEqual({ out: "", err: "", status: 1 });
  });
});

describe("modprobe -n", () => {
  it("leaves out what is loaded or built in", () => {
    expect(modprobe("-n gg", loaded("aa")).out).toBe(insmod("bb") + insmod("gg"));
    expect(modprobe("-n gg", loaded("gg"))).toEqual({ out: "", err: "", status: 0 });
    expect(modprobe("-n bi-one")).toEqual({ out: "", err: "", status: 0 });
  });

  it("fails with --first-time where there is nothing to do", () => {
    const err = "modprobe: ERROR: could not insert 'gg': Module already in kernel\n";
    expect(modprobe("-n --first-time gg", loaded("gg"))).toEqual({ out: "", err, status: 1 });
  });

  it.each([
    ["gg", insmod("aa") + insmod("bb") + insmod("gg")],
    ["-b gg", ""],
    ["al", ""],
    ["bb", insmod("aa") + insmod("bb")],
  ])("applies the blacklist to `%s`", (args, out) => {
    const tree = configured("blacklist gg\nblacklist aa\nalias al gg\n");
    expect(modprobe(`-n ${args}`, tree)).toEqual({ out, err: "", status: 0 });
  });

  it("prints nothing with -q -v in place of -n", () => {
    expect(modprobe("-n -q aa")).toEqual({ out: insmod("aa"), err: "", status: 0 });
    expect(modprobe("-q -v aa")).toEqual({ out: "", err: "", status: 0 });
  });

  it("shows what removing comes to", () => {
    const tree = { ...loaded("gg"), ...loaded("bb", 1), ...loaded("aa", 0), ...loaded("dd", 0), ...loaded("wild", 0) };
    const soft = configured("softdep gg pre: dd post: wild\n");
    expect(modprobe("-r -n gg", { ...tree, ...soft })).toEqual({
      out: "rmmod wild\nrmmod gg\nrmmod aa\nrmmod dd\n",
      err: "",
      status: 0,
    });
  });

  it("refuses to remove what is in use or built in", () => {
    expect(modprobe("-r -n gg dd", loaded("gg", 2))).toEqual({
      out: "",
      err: "modprobe: FATAL: Module gg is in use.\n",
      status: 1,
    });
    expect(modprobe("-r -n bi_one").err).toBe("modprobe: FATAL: Module bi_one is builtin.\n");
    expect(modprobe("-r -n --first-time gg").err).toBe("modprobe: FATAL: Module gg is not in kernel.\n");
    expect(modprobe("-r nosuch gg").err).toBe("modprobe: FATAL: Module nosuch not found.\n");
    expect(modprobe("-r 'a]b'")).toEqual({ out: "", err: "", status: 1 });
  });

  it("removes the holders first with --remove-holders", () => {
    const tree = {
      ...loaded("aa", 1),
      ...loaded("bb", 0),
      "/sys/module/aa/holders/bb": linkTo("../../bb"),
    };
    expect(modprobe("--remove-holders -n aa", tree).err).toBe("modprobe: FATAL: Module aa is in use.\n");
    expect(modprobe("--remove-holders -n aa", tree).out).toBe("rmmod bb\n");
  });
});

describe("modprobe -c", () => {
  it("prints the configuration, then the indexes", () => {
    const tree = configured("alias my-mod* loop\nblacklist foo-bar extra\nsoftdep x-y pre: a-b c post: d e-f\n");
    expect(modprobe("-c", tree)).toEqual({
      out: [
        "blacklist foo_bar",
        "alias my_mod* loop",
        "softdep x_y pre: a-b cpost: d e-f",
        "",
        "# End of configuration files. Dumping indexes now:",
        "",
        "alias ind_* dd",
        "alias ind_x aa",
        "alias wild* wild",
        "alias symbol:aa_sym aa",
        "",
      ].join("\n"),
      err: "",
      status: 0,
    });
  });

  it("names the file and the line of bad configuration and goes on", () => {
    const outcome = modprobe("-c", configured("nonsense here\nblacklist b\n"));
    expect(outcome.err).toBe(
      "libkmod: ERROR: kmod_config_parse: /etc/modprobe.d/a.conf line 1: ignoring bad line starting with 'nonsense'\n",
    );
    expect(outcome.status).toBe(0);
    expect(outcome.out.startsWith("blacklist b\n")).toBe(true);
  });

  it("gives every entry its place in JSON", () => {
    const outcome = modprobe("-c --json", configured("\nblacklist b\n"));
    expect(JSON.parse(outcome.out).blacklist).toEqual([
      { module: "b", origin: { kind: "file", path: "/etc/modprobe.d/a.conf", line: 2 } },
    ]);
  });
});

describe("modprobe -l", () => {
  it.each([
    ["-l", "kernel/aa.ko\nkernel/bb.ko\nkernel/c-c.ko\nkernel/dd.ko\nkernel/gg.ko\nkernel/wild.ko\n"],
    ["-l 'c-*'", "kernel/c-c.ko\n"],
    ["-l -t kernel '?d'", "kernel/dd.ko\n"],
    ["-l -t drivers", ""],
    ["-l 'c_[a-d]'", "kernel/c-c.ko\n"],
    ["-l gg 'b*' bb nosuch", "kernel/bb.ko\nkernel/gg.ko\n"],
  ])("answers `%s`", (args, out) => {
    expect(modprobe(args)).toEqual({ out, err: "", status: 0 });
  });

  it.each(["a[b", "a]b"])("refuses the pattern %s", (pattern) => {
    const err = `modprobe: ERROR: unbalanced brackets in pattern '${pattern}'\n`;
    expect(modprobe(`-l aa ${pattern} --json`)).toEqual({ out: "", err, status: 1 });
  });
});

describe("modprobe", () => {
  it("wants a parameter", () => {
    expect(modprobe("")).toEqual({ out: "", err: "modprobe: ERROR: missing parameters. See -h.\n", status: 1 });
  });

  it.each([
    ["", "modprobe: ERROR: missing parameters. See -h.\n"],
    ["--show-exports nosuch", "modprobe: FATAL: Module nosuch not found.\n"],
    ["--show-modversions bi-one", "modprobe: FATAL: could not get modversions of bi_one: No such file or directory\n"],
  ])("prints no document where `%s` fails before there are facts", (args, err) => {
    expect(modprobe(`--json ${args}`)).toEqual({ out: "", err, status: 1 });
    expect(modprobe(`--table ${args}`)).toEqual({ out: "", err, status: 1 });
  });

  it("asks for the working directory only for a relative -C", () => {
    const platform = memoryPlatform({ ...modules, "/w/a.conf": "alias x aa\n" }, { release: "1.0" });
    const workingDirectory = (): string => {
      throw new SystemError("getcwd", "", "ENOENT");
    };
    const homeless = { ...platform, host: { ...platform.host, workingDirectory } };
    expect(run(["modprobe", "-R", "-C", "/w/a.conf", "x"], homeless)).toBe(0);
    expect(run(["modprobe", "-R", "-C", "a.conf", "x"], homeless)).toBe(1);
    expect(platform.written).toEqual({ out: "aa\n", err: "modprobe: ERROR: getcwd: No such file or directory\n" });
  });

  it("looks below -d and for -S", () => {
    const tree = { "/alt/lib/modules/9": { "modules.dep": "kernel/zz.ko:\n", kernel: { "zz.ko": "" } } };
    expect(modprobe("-d /alt -S9 -D zz", tree).out).toBe("insmod /alt/lib/modules/9/kernel/zz.ko \n");
    expect(modprobe("-d alt -S 9 -R nosuch", tree, { workingDirectory: "/w" }).err).toBe(
      "modprobe: FATAL: Module nosuch not found in directory /w/alt/lib/modules/9\n",
    );
  });

  it("takes words from MODPROBE_OPTIONS before its arguments", () => {
    const options = { environment: { MODPROBE_OPTIONS: "-D --set-version=1.0" } };
    expect(modprobe("aa", {}, options).out).toBe(insmod("aa"));
  });
});
