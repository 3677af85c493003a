import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { RULES } from "../../src/core/lint/finding.ts";
import { type Fault, faultSweep } from "../support/fault-sweep.ts";
import { LINT_RELEASE, LINT_TREE } from "../support/lint-tree.ts";
import { linkTo, type Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatform, memoryPlatform } from "../support/memory-platform.ts";

interface Printed {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

const platformOf = (tree: Tree): MemoryPlatform =>
  memoryPlatform(tree, { release: LINT_RELEASE, workingDirectory: "/mine" });

function over(tree: Tree, ...words: readonly string[]): Printed {
  const platform = platformOf(tree);
  const status = run(["kmod-ts", "lint", ...words], platform);
  return { status, ...platform.written };
}

/** The findings on one text, as the only file of modprobe.d. */
function of(text: string, ...words: readonly string[]): readonly string[] {
  const tree = { ...LINT_TREE, "/mine/x.conf": text };
  return over(tree, ...words, "x.conf")
    .out.split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replace("/mine/x.conf:", ""));
}

describe("kmod-ts lint", () => {
  test("finds every mistake, by file and line", () => {
    const printed = over(LINT_TREE, "-v");
    expect(printed.status).toBe(3);
    expect(printed.err).toBe("");
    expect(printed.out).toMatchInlineSnapshot(`
      "/etc/depmod.d/a.conf:2: override-without-file: the file of 'sound' that counts is sound.ko, not one in updates: has depmod run since?
      /etc/depmod.d/a.conf:3: override-without-file: there is no module 'nosuch' in /lib/modules/1.0
      /etc/depmod.d/a.conf:5: bad-line: 'override' takes 3 words, not 2
      /etc/depmod.d/a.conf:6: bad-line: no directive of depmod.d: 'serch updates'
      /etc/depmod.d/a.conf:7: deprecated-directive: 'make_map_files' does nothing
      /etc/modprobe.d/bad-line.conf:1: bad-line: no directive: 'Options sound index=1'; write 'options'
      /etc/modprobe.d/bad-line.conf:2: bad-line: a comment has to begin with the first character of its line
      /etc/modprobe.d/bad-line.conf:3: bad-line: no directive: 'blacklist'
      /etc/modprobe.d/bad-line.conf:5: overridden-option: 'index' of sound is set to '1' at /etc/modprobe.d/good.conf:2, which comes later: this value does not count
      /etc/modprobe.d/blacklist-alias.conf:1: blacklist-of-alias: 'snd_card_0' is an alias, which blacklist does not look at; it stands for sound
      /etc/modprobe.d/blacklist-pattern.conf:1: blacklist-pattern: 'snd_*' is taken for a name, not for a pattern: no module is called so
      /etc/modprobe.d/carriage-return.conf:2: carriage-return: the line ends in a carriage return, which becomes part of its last word
      /etc/modprobe.d/dangling.conf: dangling-link: a link to a file that is not there
      /etc/modprobe.d/deprecated.conf:1: deprecated-directive: 'include' is not read any more: the line does nothing
      /etc/modprobe.d/duplicate.conf:3: duplicate: the same as /etc/modprobe.d/duplicate.conf:1
      /etc/modprobe.d/empty-softdep.conf:1: empty-softdep: the line asks for nothing: names count only after 'pre:' or 'post:'
      /etc/modprobe.d/empty-softdep.conf:2: empty-softdep: the line asks for nothing: a blank is missing after 'pre:'
      /etc/modprobe.d/empty-softdep.conf:2: duplicate: the same as /etc/modprobe.d/empty-softdep.conf:1
      /etc/modprobe.d/good.conf:2: overridden-option: 'index' of sound is set to 'many' at /etc/modprobe.d/options.conf:2, which comes later: this value does not count
      /etc/modprobe.d/good.conf:5: options-for-builtin: inside is built into the kernel, which does not read modprobe.d: give 'inside.whatever=1' on the kernel command line
      /etc/modprobe.d/good.conf:7: useless-blacklist: 'video' is loaded all the same with driver, which asks for it by softdep (/etc/modprobe.d/good.conf:10); 'module_blacklist=video' on the kernel command line would hold
      /etc/modprobe.d/hidden.conf:1: repeated-elsewhere: note: the same as /etc/modprobe.d/good.conf:6
      /etc/modprobe.d/ignored-words.conf:1: ignored-words: 'video' and what follows is passed over: there is one module to a line
      /etc/modprobe.d/ignored-words.conf:1: repeated-elsewhere: note: the same as /etc/modprobe.d/good.conf:6
      /etc/modprobe.d/ignored-words.conf:2: ignored-words: 'video' and what follows is passed over: there is one module to a line
      /etc/modprobe.d/names.conf:1: near-name: there is no module 'vidoe' in /lib/modules/1.0, but 'video'
      /etc/modprobe.d/names.conf:2: unknown-module: note: there is no module 'nosuch' in /lib/modules/1.0
      /etc/modprobe.d/names.conf:3: unknown-module: note: there is no module 'video1' in /lib/modules/1.0
      /etc/modprobe.d/no-suffix: missing-suffix: not read: the name does not end in '.conf'
      /etc/modprobe.d/options.conf:1: unknown-parameter: sound has no parameter 'modle'; the nearest is 'model'
      /etc/modprobe.d/options.conf:2: overridden-option: 'index' of sound is set to '4' at /etc/modprobe.d/trailing.conf:1, which comes later: this value does not count
      /etc/modprobe.d/options.conf:2: parameter-value: 'index' of sound takes int, not 'many'
      /etc/modprobe.d/options.conf:3: unknown-parameter: sound has no parameter 'zzz'
      /etc/modprobe.d/trailing.conf:1: trailing-comment: '#' begins no comment here: it and what follows is given to the module as parameters
      /etc/modprobe.d/trailing.conf:2: trailing-comment: '#' begins no comment here: what follows is taken for names of modules
      /etc/modprobe.d/useless.conf:1: useless-blacklist: 'bus' is loaded all the same with driver, which cannot be without it; 'install bus /bin/false' would hold
      /etc/modprobe.d/x-install.conf:1: softdep-beside-install: kmod does not run this command on 'modprobe tool', because of the softdep line at /etc/modprobe.d/x-install.conf:2
      /etc/modprobe.d/x-install.conf:3: unreachable-command: never run: the install command for 'tool' at /etc/modprobe.d/x-install.conf:1 comes first
      /etc/modprobe.d/x-install.conf:3: softdep-beside-install: kmod does not run this command on 'modprobe tool', because of the softdep line at /etc/modprobe.d/x-install.conf:2
      /etc/modules-load.d/a.conf:2: load-of-blacklisted: 'sound' is not loaded at boot: it is blacklisted at /etc/modprobe.d/good.conf:6
      /etc/modules-load.d/a.conf:3: load-of-blacklisted: 'bus' is not loaded at boot: it is blacklisted at /etc/modprobe.d/useless.conf:1
      /etc/modules-load.d/a.conf:4: parameters-in-modules-load: the whole line is taken for a module's name; parameters belong into modprobe.d: options loop max_loop=8
      /etc/modules-load.d/a.conf:5: parameters-in-modules-load: the whole line is taken for a module's name; a comment has a line of its own
      /etc/modules-load.d/a.conf:6: unknown-module: note: there is no module 'nosuch' in /lib/modules/1.0
      /lib/modprobe.d/hidden.conf: shadowed-file: note: not read: /etc/modprobe.d/hidden.conf has the same name
      /lib/modprobe.d/masked.conf: shadowed-file: note: not read: /etc/modprobe.d/masked.conf has the same name
      /lib/modprobe.d/sound.conf:1: repeated-elsewhere: note: the same as /etc/modprobe.d/good.conf:6
      /proc/cmdline: blacklist-dash: modprobe.blacklist=snd-card holds nothing: on the kernel command line write 'snd_card'
      "
    `);
  });

  test("leaves notes out without -v", () => {
    const all = over(LINT_TREE, "-v").out.split("\n");
    expect(over(LINT_TREE).out.split("\n")).toEqual(all.filter((line) => !line.includes(": note: ")));
  });

  test("has a rule in the documentation for each that it knows, and finds something by each", () => {
    const text = readFileSync(join(import.meta.dirname, "../../docs/lint.md"), "utf8");
    const documented = [...text.matchAll(/^\| `([a-z-]+)` \| (warning|note) \|/gm)].map(([, rule, weight]) => [
      rule,
      weight,
    ]);
    expect(Object.fromEntries(documented)).toEqual(RULES);
    const found = over(LINT_TREE, "-v").out;
    expect(Object.keys(RULES).filter((rule) => !found.includes(`: ${rule}: `))).toEqual([]);
  });

  test("finds nothing where all is well", () => {
    const good = { ...LINT_TREE, "/mine/good.conf": "# fine\noptions sound index=1\nblacklist video\n" };
    expect(over(good, "good.conf")).toEqual({ status: 0, out: "", err: "" });
    const empty = { [`/lib/modules/${LINT_RELEASE}/modules.dep`]: "a.ko:\n" };
    expect(over(empty)).toEqual({ status: 0, out: "", err: "" });
  });

  test("reads lines as modprobe does", () => {
    expect(of("options sound \\\n  index=1 \\\n  modle=a\n")).toEqual([
      "3: unknown-parameter: sound has no parameter 'modle'; the nearest is 'model'",
    ]);
    expect(of("options so\\und index=1\n\\\n")).toEqual([]);
    expect(of('options sound model="a # b"\n')).toEqual([]);
  });

  test("takes two softdep lines for the same only where both their lists are", () => {
    expect(
      of("softdep driver pre: video\nsoftdep driver post: sound\nsoftdep driver post: sound pre:\n", "-v"),
    ).toEqual(["3: duplicate: the same as /mine/x.conf:2"]);
  });

  test("finds comments behind the names of other modules, and says no more of their words", () => {
    const comment = "trailing-comment: '#' begins no comment here: what follows is taken for names of modules";
    expect(of("weakdep driver video # some words\nsoftdep driver post: video pre: sound # some words\n", "-v")).toEqual(
      [`1: ${comment}`, `2: ${comment}`],
    );
  });

  test("finds carriage returns where they become part of a word, and says no more of such a line", () => {
    const text = "# text\r\n\r\nsearch updates\r\nserch\r\noverride nosuch *\r\nserch updates\n";
    const tree = {
      ...LINT_TREE,
      "/mine/depmod.d/a.conf": text,
      "/mine/modules-load.d/a.conf": "# text\r\n\r\ndriver\r\n",
    };
    const end = "carriage-return: the line ends in a carriage return, which becomes part of its last word";
    expect(over(tree, "-v", "depmod.d", "modules-load.d")).toEqual({
      status: 3,
      out: `/mine/depmod.d/a.conf:3: ${end}
/mine/depmod.d/a.conf:4: ${end}
/mine/depmod.d/a.conf:5: ${end}
/mine/depmod.d/a.conf:6: bad-line: no directive of depmod.d: 'serch updates'
`,
      err: "",
    });
  });

  test("looks once at a directory that has two names", () => {
    const members = { dangling: linkTo("/nowhere"), "no-suffix": "blacklist sound\n", "a.conf": "what\n" };
    const tree = {
      "/usr/lib": { [`modules/${LINT_RELEASE}/modules.dep`]: "sound.ko:\n", "modprobe.d": members },
      "/lib": linkTo("usr/lib"),
    };
    expect(over(tree)).toEqual({
      status: 3,
      out: `/usr/lib/modprobe.d/a.conf:1: bad-line: no directive: 'what'
/usr/lib/modprobe.d/dangling: dangling-link: a link to a file that is not there
/usr/lib/modprobe.d/no-suffix: missing-suffix: not read: the name does not end in '.conf'
`,
      err: "",
    });
  });

  test("takes words of install, remove and softdep for patterns, of which the first counts", () => {
    const first = (pattern: string): string =>
      `unreachable-command: never run: the install command for '${pattern}' at /mine/x.conf:1 comes first`;
    expect(of("install dri* /bin/true\ninstall driver /bin/false\ninstall driv* /bin/false\n")).toEqual([
      `2: ${first("dri*")}`,
      `3: ${first("dri*")}`,
    ]);
    expect(of("remove d[ro]* /bin/true\nremove driver /bin/false\n")).toEqual([
      "2: unreachable-command: never run: the remove command for 'd[ro]*' at /mine/x.conf:1 comes first",
    ]);
    expect(of("install d?iver /bin/true\ninstall d* /bin/false\n")).toEqual([]);
    expect(of("install dri* /bin/true\nremove driver /bin/false\n")).toEqual([]);
    // Spelt out, the name of no module stands for its own line.
    expect(of("install no* /bin/true\ninstall nothing /bin/false\n")).toEqual([]);
    const beside = (name: string, line: number): string =>
      `softdep-beside-install: kmod does not run this command on 'modprobe ${name}', because of the softdep line at /mine/x.conf:${line}`;
    expect(of("install driver /bin/true\nsoftdep dri* pre: sound\n")).toEqual([`1: ${beside("driver", 2)}`]);
    expect(of("install video* /bin/true\nsoftdep video_extra pre: sound\n")).toEqual([
      `1: ${beside("video_extra", 2)}`,
    ]);
    expect(of("install *eo /bin/true\nsoftdep tool pre: sound\nsoftdep v* pre: sound\n")).toEqual([
      `1: ${beside("video", 3)}`,
    ]);
    expect(of("install *eo /bin/true\nsoftdep dri* pre: sound\nremove d* /bin/true\n")).toEqual([]);
  });

  test("knows the softdep lines of the modules themselves, as far as they lead to a module", () => {
    const index = `/lib/modules/${LINT_RELEASE}/modules.softdep`;
    const tree = {
      ...LINT_TREE,
      [index]: "softdep driver post: sound\nsoftdep tool pre: no_such\n",
      "/mine/x.conf": "install driver /bin/true\ninstall tool /bin/true\n",
    };
    expect(over(tree, "x.conf")).toEqual({
      status: 3,
      out: `/mine/x.conf:1: softdep-beside-install: kmod does not run this command on 'modprobe driver', because of the softdep line at ${index}:1\n`,
      err: "",
    });
  });

  test("knows that kmod goes by the first softdep line of a module, if that leads anywhere", () => {
    const nowhere = "softdep driver pre: nosuch\nsoftdep driver pre: sound\ninstall driver /bin/false\n";
    expect(of(nowhere).filter((line) => line.includes("beside"))).toEqual([]);
    expect(of("blacklist bus\nsoftdep bus pre: sound\ninstall bus /bin/false\n")).toEqual([
      "1: useless-blacklist: 'bus' is loaded all the same with driver, which cannot be without it; 'module_blacklist=bus' on the kernel command line would hold",
      "3: softdep-beside-install: kmod does not run this command on 'modprobe bus', because of the softdep line at /mine/x.conf:2",
    ]);
  });

  test("takes a blacklisted module for held where a pattern keeps out what needs it", () => {
    const useless =
      "1: useless-blacklist: 'bus' is loaded all the same with driver, which cannot be without it; 'install bus /bin/false' would hold";
    expect(of("blacklist bus\ninstall too? /bin/false\n")).toEqual([useless]);
    expect(of("blacklist bus\ninstall dri* /bin/false\n")).toEqual([]);
    expect(of("blacklist bus\ninstall b* /bin/false\n")).toEqual([]);
  });

  test("says of a blacklisted module which softdep line asks for it, if none needs it by symbols", () => {
    expect(of("blacklist sound\nsoftdep driver pre: sound\n")).toEqual([
      "1: useless-blacklist: 'sound' is loaded all the same with driver, which asks for it by softdep (/mine/x.conf:2); 'install sound /bin/false' would hold",
    ]);
    const tree = {
      ...LINT_TREE,
      [`/lib/modules/${LINT_RELEASE}/modules.softdep`]: "softdep driver pre: tool\nsoftdep video pre: bus\n",
      [`/lib/modules/${LINT_RELEASE}/modules.alias`]: "alias a driver\nalias b video\n",
      "/mine/x.conf": "blacklist tool\nblacklist bus\n",
    };
    expect(over(tree, "x.conf").out).toBe(
      `/mine/x.conf:1: useless-blacklist: 'tool' is loaded all the same with driver, which asks for it by softdep (/lib/modules/1.0/modules.softdep:1); 'install tool /bin/false' would hold
/mine/x.conf:2: useless-blacklist: 'bus' is loaded all the same with driver, which cannot be without it; 'install bus /bin/false' would hold
`,
    );
  });

  test("says that modprobe.d is not read for what is built in, and how else to give its parameters", () => {
    const place = (module: string): string =>
      `options-for-builtin: ${module} is built into the kernel, which does not read modprobe.d: give`;
    expect(of('options within reset level=a rest=1\noptions inside x="a b" y-z=c\n')).toEqual([
      `1: ${place("told")} 'told.reset told.level=a told.rest=1' on the kernel command line`,
      "1: parameter-value: 'level' of told takes int, not 'a'",
      "1: unknown-parameter: told has no parameter 'rest'; the nearest is 'reset'",
      `2: ${place("inside")} 'inside.x="a b" inside.y-z=c' on the kernel command line`,
    ]);
    const running = {
      ...LINT_TREE,
      "/sys/module/told/parameters/silent": "1\n",
      "/mine/x.conf": "options told silent=1\n",
    };
    expect(over(running, "x.conf").out).toBe(
      `/mine/x.conf:1: ${place("told")} 'told.silent=1' on the kernel command line\n`,
    );
    // The same name stands for a module that can be loaded.
    expect(
      of("alias both told\nalias both sound\noptions both hidden=1\nalias bus told\noptions bus reset=1\n"),
    ).toEqual([]);
  });

  test("says which modules a blacklisted alias stands for, unless it is a module too", () => {
    const names = "alias mine sound\nalias mine driver\nalias tool sound\nalias none off\nalias inner inside\n";
    expect(
      of(`${names}${["mine", "tool", "none", "inner", "inside"].map((name) => `blacklist ${name}\n`).join("")}`),
    ).toEqual([
      "6: blacklist-of-alias: 'mine' is an alias, which blacklist does not look at; it stands for sound, driver",
    ]);
  });

  test("only says what it can know of parameters and modules", () => {
    expect(of("options odd what=1\noptions driver x=1\n")).toEqual([]);
    const { [`/lib/modules/${LINT_RELEASE}/modules.dep`]: _, ...tree } = LINT_TREE;
    const printed = over({ ...tree, "/mine/x.conf": "blacklist vidoe\noptions sound zzz=1\n" }, "x.conf");
    expect(printed).toEqual({
      status: 0,
      out: "",
      err: "kmod-ts: WARNING: no index in /lib/modules/1.0: names of modules and parameters are not looked at\n",
    });
  });

  test("looks at files and directories that are named, by the kind of their directory", () => {
    const tree = { ...LINT_TREE, "/mine/depmod.d/a.conf": "what\n", "/mine/modules-load.d/b.conf": "bus x\n" };
    const out = over(tree, "/mine/depmod.d", "modules-load.d/b.conf").out;
    expect(out).toBe(`/mine/depmod.d/a.conf:1: bad-line: no directive of depmod.d: 'what'
/mine/modules-load.d/b.conf:1: parameters-in-modules-load: the whole line is taken for a module's name; parameters belong into modprobe.d: options bus x
`);
    expect(over(tree, "/mine/none")).toMatchObject({ status: 1, out: "" });
  });

  test("looks at each named file, also where two have the same name, and at each once", () => {
    const tree = {
      ...LINT_TREE,
      "/mine/a/x.conf": "blacklist vidoe\n",
      "/mine/b": { "x.conf": "alias loud sound\noptions loud modle=a\n", "y.conf": "blacklist snd*\n" },
      "/mine/c": { "x.conf": "hidden\n", "y.conf": "hidden too\n" },
    };
    expect(over(tree, "-v", "a/x.conf", "b/x.conf", "b", "c", "a/x.conf")).toEqual({
      status: 3,
      out: `/mine/a/x.conf:1: near-name: there is no module 'vidoe' in /lib/modules/1.0, but 'video'
/mine/b/x.conf:2: unknown-parameter: sound has no parameter 'modle'; the nearest is 'model'
/mine/b/y.conf:1: blacklist-pattern: 'snd*' is taken for a name, not for a pattern: no module is called so
/mine/c/x.conf:1: bad-line: no directive: 'hidden'
/mine/c/y.conf: shadowed-file: note: not read: /mine/b/y.conf has the same name
`,
      err: "",
    });
  });

  test("asks about the system below --root", () => {
    const below = Object.fromEntries(Object.entries(LINT_TREE).map(([path, content]) => [`/image${path}`, content]));
    const printed = over(
      { ...below, "/image/etc/modprobe.d": { "a.conf": "what\n" } },
      "--root",
      "/image",
      "-S",
      LINT_RELEASE,
    );
    expect(printed.out).toContain("/etc/modprobe.d/a.conf:1: bad-line: no directive: 'what'\n");
  });

  test("no failure of the platform goes unnoticed", () => {
    const mayLack = ({ errno, subject }: Fault): boolean =>
      errno === "ENOENT" || /\/modprobe\.d|modules\.(soft|weak)dep|cmdline|osrelease/.test(subject);
    let platform = platformOf(LINT_TREE);
    const outcomes = faultSweep({
      platform: () => {
        platform = platformOf(LINT_TREE);
        return platform;
      },
      run: (faulty) => {
        const status = run(["kmod-ts", "lint"], faulty);
        return status === 3 ? 0 : status;
      },
      survives: (fault) => mayLack(fault) || platform.written.err.includes("could not"),
    });
    expect(outcomes.length).toBeGreaterThan(100);
  });
});
