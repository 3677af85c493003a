/** completions/, in the shells that they are for. */

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeUnless, type Lack, lackOfPrograms, lackOfTerminal } from "../support/lack.ts";
import { openTerminal, type Terminal } from "../support/terminal.ts";

const PROJECT = new URL("../..", import.meta.url).pathname;
const COMPLETIONS = `${PROJECT}completions`;
const BASH_COMPLETION = "/usr/share/bash-completion/bash_completion";

/**
 * Where a shell is: `bin` has our links and is first on PATH, `linked` one for modprobe alone, `foreign` an lsmod and `untrusted`
 * a kmod-ts of somebody else; `root` and `hostile` are trees.
 */
const place = mkdtempSync(join(tmpdir(), "kmod-ts-completion-"));

const HOSTILE = ["$(touch pwned)", "`touch pwned`", "x;touch pwned;", "'", '"', "x&touch pwned&", "a\\b", "zz_one"];

beforeAll(() => {
  mkdirSync(`${place}/bin`);
  for (const name of ["kmod-ts", "lsmod", "insmod", "modprobe", "modinfo"]) {
    symlinkSync(`${PROJECT}bin/kmod-ts.js`, `${place}/bin/${name}`);
  }
  mkdirSync(`${place}/foreign`);
  writeFileSync(`${place}/foreign/lsmod`, "#!/bin/sh\ntouch pwned\n", { mode: 0o755 });
  mkdirSync(`${place}/linked`);
  symlinkSync(`${PROJECT}bin/kmod-ts.js`, `${place}/linked/modprobe`);
  mkdirSync(`${place}/untrusted`);
  writeFileSync(`${place}/untrusted/kmod-ts`, "#!/bin/sh\ntouch pwned\n", { mode: 0o755 });
  cpSync(`${PROJECT}fixtures/roots/workstation/root`, `${place}/root`, { recursive: true });
  mkdirSync(`${place}/hostile/lib/modules/1.0`, { recursive: true });
  writeFileSync(`${place}/hostile/lib/modules/1.0/modules.dep`, HOSTILE.map((name) => `${name}.ko:\n`).join(""));
  mkdirSync(`${place}/files`);
  for (const name of ["a b.ko", "$(touch pwned).ko.xz", "note.txt"]) writeFileSync(`${place}/files/${name}`, "");
  mkdirSync(`${place}/lazy/bash-completion/completions`, { recursive: true });
  for (const name of ["kmod-ts", "modprobe"]) {
    symlinkSync(`${COMPLETIONS}/kmod-ts.bash`, `${place}/lazy/bash-completion/completions/${name}`);
  }
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

const environment = (path: string): Readonly<Record<string, string>> => ({
  PATH: `${place}/${path}:${process.execPath.replace(/\/[^/]*$/, "")}:/usr/bin:/bin`,
  HOME: place,
  XDG_DATA_HOME: `${place}/lazy`,
});

const TREE = "-d ~/root -S 6.1";

/** What is typed, and the line then; a tab completes. */
const CASES: readonly (readonly [keys: string, line: string])[] = [
  ["kmod-ts insm\t", "kmod-ts insmod "],
  ["kmod-ts dep\tm\t", "kmod-ts depmod "],
  ["untrusted/kmod-ts insm\t", "untrusted/kmod-ts insmod "],
  ["kmod-ts lsmod --so\t", "kmod-ts lsmod --sort="],
  ["lsmod --so\tna\t", "lsmod --sort=name "],
  ["lsmod --sort si\t", "lsmod --sort size "],
  [`modprobe ${TREE}\tacme-di\t`, "modprobe -d ~/root -S 6.1.0-fixture acme-disk "],
  [`modprobe ${TREE}\tacme_gpu vram\t`, "modprobe -d ~/root -S 6.1.0-fixture acme_gpu vram_limit="],
  [`modprobe ${TREE}\tacme_gpu und\tY\t`, "modprobe -d ~/root -S 6.1.0-fixture acme_gpu undocumented=Y "],
  ["modprobe --config=roo\tetc/mod\t", "modprobe --config=root/etc/modprobe.d/"],
  ["insmod files/a\t", "insmod files/a\\ b.ko "],
  ["insmod files/n\t", "insmod files/n"],
  ["insmod files/\\$\t", "insmod files/\\$\\(touch\\ pwned\\).ko.xz "],
  ["kmod-ts install-links roo\t", "kmod-ts install-links root/"],
  ["modprobe -d hostile -S1.0 zz\t", "modprobe -d hostile -S1.0 zz_one "],
  ["modprobe -d hostile -S1.0 $\t", "modprobe -d hostile -S1.0 $"],
  ["modprobe -d hostile -S1.0 x\t", "modprobe -d hostile -S1.0 x"],
  ["modprobe --nonsense acme\t", "modprobe --nonsense acme"],
  ["kmod-ts lsmod $(touch pwned) --so\t", "kmod-ts lsmod $(touch pwned) --sort="],
];

interface Shell {
  readonly name: "bash" | "zsh";
  /** The folder of `place` that is first on PATH. */
  readonly path: string;
  /** What is typed first of all. */
  readonly lines: readonly string[];
}

/** A suite in a shell. */
function suite(title: string, { name, path, lines }: Shell, cases: () => void, more?: Lack): void {
  const lack = more ?? lackOfTerminal() ?? lackOfPrograms([name]);
  describeUnless(lack, title, () => {
    beforeAll(async () => {
      terminal = await openTerminal(name, { directory: place, environment: environment(path) });
      for (const line of lines) await terminal.run(line);
    });
    cases();
    test("has started nothing that a name or a file spells", () => {
      expect(existsSync(`${place}/pwned`)).toBe(false);
    });
    afterAll(() => terminal.close());
  });
}

let terminal: Terminal;

const SOURCE = `source ${COMPLETIONS}/kmod-ts.bash`;
const COMPINIT = `fpath=(${COMPLETIONS} $fpath); autoload -Uz compinit; compinit -u -D`;

suite("bash", { name: "bash", path: "bin", lines: [SOURCE] }, () => {
  test.each(CASES)("completes '%s'", async (keys, line) => expect(await terminal.edit(keys)).toBe(line));
  test("completes in the middle of a line", async () => {
    expect(await terminal.edit("kmod-ts ins x\u001b[D\u001b[D\t")).toMatch(/^kmod-ts ins(mod|tall-links)? x$/);
    expect(await terminal.edit("kmod-ts insm x\u001b[D\u001b[D\t")).toMatch(/^kmod-ts insmod +x$/);
  });
});

suite("bash beside another lsmod", { name: "bash", path: "foreign", lines: [SOURCE] }, () => {
  test("leaves a tool alone that is not ours", async () => {
    expect(await terminal.edit("lsmod --so\t")).toBe("lsmod --so");
  });
});

suite("bash without kmod-ts itself", { name: "bash", path: "linked", lines: [SOURCE] }, () => {
  test("asks what a tool leads to", async () => {
    expect(await terminal.edit("modprobe --show-d\t")).toBe("modprobe --show-depends ");
  });
});

const unpackaged = existsSync(BASH_COMPLETION)
  ? undefined
  : "bash-completion is not installed: apt-get install bash-completion";

suite(
  "bash-completion",
  { name: "bash", path: "bin", lines: [`. ${BASH_COMPLETION}`] },
  () => {
    test("loads it when it is needed, for a tool's own name too", async () => {
      expect(await terminal.edit("kmod-ts insm\t")).toBe("kmod-ts insmod ");
      expect(await terminal.edit(`modprobe ${TREE}\tacme-di\t`)).toBe("modprobe -d ~/root -S 6.1.0-fixture acme-disk ");
      expect(await terminal.edit("sudo kmod-ts insm\t")).toBe("sudo kmod-ts insmod ");
    });
  },
  unpackaged,
);

suite("zsh", { name: "zsh", path: "bin", lines: [COMPINIT, "compdef _kmod-ts lsmod insmod modprobe"] }, () => {
  test.each(CASES)("completes '%s'", async (keys, line) => expect(await terminal.edit(keys)).toBe(line));
});

suite("zsh beside another lsmod", { name: "zsh", path: "foreign", lines: [COMPINIT] }, () => {
  test("leaves a tool alone that is not ours", async () => {
    expect(await terminal.edit("lsmod --so\t")).toBe("lsmod --so");
  });
});

suite("zsh without kmod-ts itself", {
  name: "zsh",
  path: "linked",
  lines: [COMPINIT, "compdef _kmod-ts modprobe"],
}, () => {
  test("asks what a tool leads to", async () => {
    expect(await terminal.edit("modprobe --show-d\t")).toBe("modprobe --show-depends ");
  });
});

/** What fish offers for a line, each with its description. */
function fish(line: string, path = "bin"): readonly string[] {
  const script = `source ${COMPLETIONS}/kmod-ts.fish; complete -C $argv[1]`;
  const { stdout, stderr } = spawnSync("fish", ["--no-config", "-c", script, line], {
    cwd: place,
    env: environment(path),
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return stdout.split("\n").slice(0, -1);
}

describeUnless(lackOfPrograms(["fish"]), "fish", () => {
  test.each([
    ["kmod-ts insm", ["insmod\tinsert one module file, without what it depends on"]],
    ["untrusted/kmod-ts insm", ["insmod\tinsert one module file, without what it depends on"]],
    ["lsmod --so", ["--sort=\torder by KEY: name, size, refs, users"]],
    ["lsmod --sort=na", ["--sort=name"]],
    ["modprobe -d ~/root -S 6.1", ["6.1.0-fixture"]],
    ["modprobe -d root -S 6.1.0-fixture acme-di", ["acme-disk"]],
    ["FOO=1 modprobe -d root -S 6.1.0-fixture acme_gpu vram", ["vram_limit=\tulong: Memory to use, in MiB"]],
    ["modprobe --config=root/etc/mod", ["--config=root/etc/modprobe.d/"]],
    ["insmod files/", ["files/$(touch pwned).ko.xz", "files/a b.ko"]],
    ["modprobe -d hostile -S 1.0 ", ["zz_one"]],
    ["modprobe --nonsense ", []],
  ])("completes '%s'", (line, offered) => {
    expect(fish(line)).toEqual(offered);
    expect(existsSync(`${place}/pwned`)).toBe(false);
  });

  test("asks what a tool leads to where there is no kmod-ts", () => {
    expect(fish("modprobe --show-d", "linked")).toEqual([
      "--show-depends\tprint what a request means, whatever is loaded; do nothing",
    ]);
  });

  test("leaves a tool alone that is not ours", () => {
    expect(fish("lsmod --so", "foreign")).toEqual([]);
  });
});
