import { describe, expect, test } from "vitest";
import { answerOn, configured, DIRECTORY, MODULES } from "../support/answers-tree.ts";
import { buildElf } from "../support/elf-builder.ts";

describe("commands that answer for names", () => {
  test.each([["explain"], ["which"], ["status"]])("%s refuses the path of a module file", (command) => {
    const about = "ask for 'low', or 'kmod-ts check' and modinfo about a file";
    const err = `kmod-ts: ERROR: './low.ko.xz' is a file and no name: ${about}. See 'kmod-ts ${command} --help'.\n`;
    expect(answerOn(MODULES, command, "top", "./low.ko.xz")).toEqual({ status: 1, out: "", err });
  });

  test.each([["explain"], ["which"], ["status"]])("%s refuses an empty name", (command) => {
    const err = `kmod-ts: ERROR: '' is no name. See 'kmod-ts ${command} --help'.\n`;
    expect(answerOn(MODULES, command, "top", "")).toEqual({ status: 1, out: "", err });
  });

  test.each([["params"], ["deps"]])("%s finds none for it", (command) => {
    const err = `kmod-ts: ERROR: module '' not found in directory ${DIRECTORY}\n`;
    expect(answerOn(MODULES, command, "")).toEqual({ status: 1, out: "", err });
  });

  test.each([["explain"], ["which"], ["status"], ["params"], ["list"], ["devices"], ["check"], ["lint"], ["deps"]])(
    "%s refuses an empty --root",
    (command) => {
      const operands = ["explain", "which", "status", "params", "check", "deps"].includes(command) ? ["low"] : [];
      const err = `kmod-ts: ERROR: --root needs a directory. See 'kmod-ts ${command} --help'.\n`;
      expect(answerOn(MODULES, command, "--root", "", ...operands)).toEqual({ status: 1, out: "", err });
    },
  );
});

describe("kmod-ts params of a file", () => {
  const here = { "/mine/low.ko": buildElf({ modinfo: ["parmtype=here:int"] }) };

  test("takes that of this machine, also where the question is about another system", () => {
    const there = { ...MODULES, ...configured("options low here=1\n"), [`${DIRECTORY}/low.ko`]: "" };
    const out = "low (not loaded)\n  here: int\n    wanted 1 (/etc/modprobe.d/a.conf:1)\n";
    const tree = { ...here, "/mnt": there };
    expect(answerOn(tree, "params", "--root", "/mnt", "/mine/low.ko")).toEqual({ status: 0, out, err: "" });
  });

  test.each([
    ["./mine/nosuch.ko", "stat '/mine/nosuch.ko': No such file or directory"],
    ["././/mine/nosuch.ko", "stat '/mine/nosuch.ko': No such file or directory"],
    ["/", "read '/': Is a directory"],
    ["/mine", "read '/mine': Is a directory"],
    ["/mine/.ko", "'/mine/.ko' has no name of a module"],
  ])("%s is none", (operand, error) => {
    const tree = { ...MODULES, ...here, "/mine/.ko": "" };
    const err = `kmod-ts: ERROR: ${error}\n`;
    expect(answerOn(tree, "params", operand)).toEqual({ status: 1, out: "", err });
  });
});

test("kmod-ts params shows a loaded module beside what an alias makes of its name", () => {
  const tree = {
    ...MODULES,
    ...configured("alias lone low\noptions lone x=1\n"),
    [`${DIRECTORY}/low.ko`]: buildElf({ modinfo: ["license=GPL"] }),
    [`${DIRECTORY}/lone.ko`]: buildElf({ modinfo: ["parmtype=x:int"] }),
    "/sys/module/lone": { initstate: "live\n", parameters: { x: "1\n" } },
  };
  const out = [
    "lone (loaded)",
    "  x: int",
    "    live 1, can be written",
    "    wanted 1 (/etc/modprobe.d/a.conf:2)",
    "low (not loaded)",
    "  x",
    "    wanted 1 (/etc/modprobe.d/a.conf:2); low has no such parameter",
    "",
  ].join("\n");
  expect(answerOn(tree, "params", "lone")).toEqual({ status: 0, out, err: "" });
});

test("kmod-ts which --all says that a file has no effect where the code is built in", () => {
  const file = `${DIRECTORY}/updates/inside.ko`;
  const out = `inside (built in)\n  ${file}  without effect, the code is built in\n  modules.dep does not have it: run depmod\n`;
  expect(answerOn({ ...MODULES, [file]: "" }, "which", "--all", "inside")).toEqual({ status: 0, out, err: "" });
});
