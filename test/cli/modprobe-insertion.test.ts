/** modprobe that inserts: what the kernel is asked, in which order, and what failure means. */

import { describe, expect, test } from "vitest";
import { SystemError } from "../../src/core/errors.ts";
import type { CommandEnd } from "../../src/core/platform.ts";
import type { MemoryPlatformOptions } from "../support/memory-platform.ts";
import { configured, insmod, loaded } from "./modprobe-trial.ts";
import { finit, runOn, runTool } from "./modprobe-trial-kernel.ts";

describe("modprobe NAME", () => {
  test("inserts what the module needs, then the module, with the options of each", () => {
    const tree = configured("options aa o=aa\noptions gg o=gg\n");
    expect(runTool("modprobe -v gg p=1 'q=a b'", tree)).toMatchObject({
      out: insmod("aa", "o=aa ") + insmod("bb") + insmod("gg", 'o=gg p=1 q="a b"'),
      err: "",
      status: 0,
      calls: [finit("aa", "o=aa "), finit("bb"), finit("gg", 'o=gg p=1 q="a b"')],
    });
  });

  test("leaves alone what is loaded, by itself or by an earlier step", () => {
    const first = runTool("modprobe bb", loaded("aa"));
    expect(first).toMatchObject({ out: "", err: "", status: 0, calls: [finit("bb")] });
    expect(runOn(first.platform, "modprobe -v bb")).toMatchObject({ out: "", err: "", status: 0, calls: [] });
    const soft = configured("softdep gg pre: aa\n");
    expect(runTool("modprobe gg", soft).calls).toEqual([finit("aa"), finit("bb"), finit("gg")]);
  });

  test("fails with --first-time where there is nothing to do", () => {
    const err = "modprobe: ERROR: could not insert 'aa': Module already in kernel\n";
    expect(runTool("modprobe --first-time aa", loaded("aa"))).toMatchObject({ out: "", err, status: 1, calls: [] });
  });

  test("takes a module that another load brought meanwhile for its own", () => {
    const kernel = { insertion: { aa: ["EEXIST"] } } as const;
    expect(runTool("modprobe bb", {}, { kernel })).toMatchObject({
      err: "",
      status: 0,
      calls: [finit("aa"), finit("bb")],
    });
    expect(runTool("modprobe aa", {}, { kernel })).toMatchObject({ err: "", status: 0 });
    const err = "modprobe: ERROR: could not insert 'aa': Module already in kernel\n";
    expect(runTool("modprobe --first-time aa", {}, { kernel })).toMatchObject({ err, status: 1 });
    expect(runTool("modprobe --first-time bb", {}, { kernel })).toMatchObject({ err: "", status: 0 });
  });

  test.each([
    ["ENOENT", "Unknown symbol in module, or unknown parameter (see dmesg)"],
    ["EINVAL", "Invalid argument"],
    ["ENOEXEC", "Exec format error"],
    ["EPERM", "Operation not permitted"],
    ["EKEYREJECTED", "Key was rejected by service"],
    ["E517", "Unknown error 517"],
  ] as const)(
    "stops at a dependency that the kernel refuses with %s, in the name of the module asked for",
    (errno, text) => {
      expect(runTool("modprobe gg", {}, { kernel: { insertion: { bb: [errno] } } })).toMatchObject({
        out: "",
        err: `modprobe: ERROR: could not insert 'gg': ${text}\n`,
        status: 1,
        calls: [finit("aa"), finit("bb")],
      });
    },
  );

  test("goes on where a soft dependency fails", () => {
    const tree = configured("softdep aa pre: dd post: wild\n");
    const kernel = { insertion: { dd: ["EIO"], wild: ["EIO"] } } as const;
    expect(runTool("modprobe aa", tree, { kernel })).toMatchObject({
      err: "",
      status: 0,
      calls: [finit("dd"), finit("aa"), finit("wild")],
    });
  });

  test("hands the force flags over with every module", () => {
    expect(runTool("modprobe -f bb").calls).toEqual([
      finit("aa", "", "modversions|vermagic"),
      finit("bb", "", "modversions|vermagic"),
    ]);
    expect(runTool("modprobe --force-vermagic aa").calls).toEqual([finit("aa", "", "vermagic")]);
    expect(runTool("modprobe --force-modversion aa").calls).toEqual([finit("aa", "", "modversions")]);
  });

  test("counts an alias by the last module that it stands for", () => {
    const tree = configured("alias x aa\nalias x dd\n");
    const err = "modprobe: ERROR: could not insert 'aa': Input/output error\n";
    expect(runTool("modprobe x", tree, { kernel: { insertion: { aa: ["EIO"] } } })).toMatchObject({ err, status: 0 });
    expect(runTool("modprobe x", tree, { kernel: { insertion: { dd: ["EIO"] } } })).toMatchObject({ status: 1 });
  });

  test("names a module without a file before it says that inserting failed", () => {
    const err = [
      "modprobe: ERROR: could not find module by name='nowhere'",
      "modprobe: ERROR: could not insert 'nowhere': Unknown symbol in module, or unknown parameter (see dmesg)\n",
    ].join("\n");
    expect(runTool("modprobe x", configured("alias x nowhere\n"))).toMatchObject({ err, status: 1, calls: [] });
  });

  test("goes on with -a after what fails", () => {
    const kernel = { insertion: { aa: ["EIO"] } } as const;
    expect(runTool("modprobe -a aa nosuch dd", {}, { kernel })).toMatchObject({
      err: "modprobe: ERROR: could not insert 'aa': Input/output error\nmodprobe: WARNING: Module nosuch not found in directory /lib/modules/1.0\n",
      status: 1,
      calls: [finit("aa"), finit("dd")],
    });
  });

  test("goes on with -a after an operand whose plan is absurd, and prints --json all the same", () => {
    const lines = Array.from({ length: 600 }, (_, at) => `install s${at} x\nsoftdep s${at} pre: s${at + 1}\n`);
    const outcome = runTool("modprobe -a --json s0 dd", configured(lines.join("")));
    expect(outcome).toMatchObject({
      err: "modprobe: ERROR: soft dependencies nest too deep at module s500\n",
      status: 1,
      calls: [finit("dd")],
    });
    expect(JSON.parse(outcome.out)).toMatchObject({
      steps: [{ module: "dd", done: true }],
      failures: [{ operation: "insert", module: "s0", errno: "ELOOP" }],
    });
  });

  test("shows only the errno where the module's own initialisation says that there is no data", () => {
    const err = "modprobe: ERROR: could not insert 'aa': No data available\n";
    expect(runTool("modprobe aa", {}, { kernel: { insertion: { aa: ["ENODATA"] } } })).toMatchObject({
      err,
      status: 1,
    });
  });

  test("inserts nothing with -n and -D", () => {
    expect(runTool("modprobe -n bb")).toMatchObject({ out: insmod("aa") + insmod("bb"), calls: [] });
    expect(runTool("modprobe -D bb", loaded("aa"))).toMatchObject({ out: insmod("aa") + insmod("bb"), calls: [] });
  });

  test("says in --json what was carried out", () => {
    const kernel = { insertion: { bb: ["EIO"] } } as const;
    const { out } = runTool("modprobe --json bb", {}, { kernel });
    const { steps } = JSON.parse(out) as { steps: readonly { module: string; done: boolean }[] };
    expect(steps.map(({ module, done }) => [module, done])).toEqual([
      ["aa", true],
      ["bb", false],
    ]);
  });
});

describe("an install command", () => {
  const ran: { command: string; environment: Readonly<Record<string, string>> }[] = [];
  const shell =
    (end: CommandEnd = { kind: "exit", status: 0 }) =>
    (command: string, environment: Readonly<Record<string, string>>): CommandEnd => {
      ran.push({ command, environment });
      return end;
    };

  test("runs in place of inserting, with the options in it and the environment that kmod gives", () => {
    ran.length = 0;
    const tree = { "/env.conf": "install aa /bin/x <$CMDLINE_OPTS>\noptions aa lo=1\n" };
    const options = { shell: shell(), environment: { MODPROBE_OPTIONS: "-v" } };
    expect(runTool("modprobe -C /env.conf -q -v aa 'a=b c'", tree, options)).toMatchObject({ status: 0, calls: [] });
    expect(ran).toEqual([
      {
        command: '/bin/x <lo=1 a="b c">',
        environment: { MODPROBE_MODULE: "aa", MODPROBE_OPTIONS: "-v -v -C /env.conf -q -v" },
      },
    ]);
  });

  test("leaves MODPROBE_OPTIONS alone where nothing is handed down", () => {
    ran.length = 0;
    runTool("modprobe -b aa", configured("install aa x\n"), { shell: shell() });
    expect(ran).toEqual([{ command: "x", environment: { MODPROBE_MODULE: "aa" } }]);
  });

  test("that fails is named with its status, and ends the plan where the module is needed", () => {
    const options = { shell: shell({ kind: "exit", status: 3 }) };
    const running = "modprobe: ERROR: Error running install command 'x 1 ' for module aa: retcode 3\n";
    expect(runTool("modprobe bb", configured("install aa x $CMDLINE_OPTS\noptions aa 1\n"), options)).toMatchObject({
      err: `${running}modprobe: ERROR: could not insert 'bb': Invalid argument\n`,
      status: 1,
      calls: [],
    });
    const soft = configured("install aa x $CMDLINE_OPTS\noptions aa 1\nsoftdep dd pre: aa\n");
    expect(runTool("modprobe dd", soft, options)).toMatchObject({ err: running, status: 0, calls: [finit("dd")] });
  });

  test("that a signal ends counts as a success", () => {
    const options = { shell: shell({ kind: "signal", signal: 9 }) };
    expect(runTool("modprobe aa", configured("install aa x\n"), options)).toMatchObject({ err: "", status: 0 });
  });

  test("that cannot be started fails as one that the shell does not know", () => {
    const options: MemoryPlatformOptions = {
      shell: () => {
        throw new SystemError("run", "/bin/sh", "E2BIG");
      },
    };
    expect(runTool("modprobe aa", configured("install aa x\n"), options).err).toBe(
      "modprobe: ERROR: Error running install command 'x' for module aa: retcode 127\nmodprobe: ERROR: could not insert 'aa': Invalid argument\n",
    );
  });

  test("does not run for a module that is there", () => {
    ran.length = 0;
    runTool("modprobe aa", { ...configured("install aa x\n"), ...loaded("aa") }, { shell: shell() });
    expect(ran).toEqual([]);
  });
});
