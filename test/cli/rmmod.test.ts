/** rmmod: which module an operand means, what speaks against removing it, and every message. */

import { describe, expect, test } from "vitest";
import type { Tree } from "../support/memory-file-system.ts";
import { loaded } from "./modprobe-trial.ts";
import { runOn, runTool } from "./modprobe-trial-kernel.ts";

const live = (name: string, references = 0): Tree => ({
  ...loaded(name, references),
  [`/sys/module/${name}/holders`]: {},
});

describe("rmmod", () => {
  test.each([
    ["rmmod aa", "aa"],
    ["rmmod aa.ko.xz", "aa"],
    ["rmmod /some/where/c-c.ko", "c_c"],
    ["rmmod some/where/c-c.x", "c_c"],
    ["rmmod c-c", "c_c"],
  ])("%s removes %s", (args, name) => {
    const tree = { ...live("aa"), ...live("c_c"), "/some/where": { "c-c.ko": "", "c-c.x": "" } };
    expect(runTool(args, tree)).toMatchObject({ out: "", err: "", status: 0, calls: [`delete_module ${name}`] });
  });

  test.each([
    ["nosuch", "Module nosuch is not currently loaded"],
    ["/no/such/aa.ko", "Module /no/such/aa is not currently loaded"],
    ["bi-one", "Module bi_one is builtin."],
    ["busy", "Module busy is in use"],
    ["nounload", "Module nounload is not supported", "Module unloading is not supported"],
    [
      "random",
      "",
      "could not open '/sys/module/random/holders': No such file or directory\nrmmod: ERROR: Module unloading is not supported",
    ],
  ])("refuses %s before it asks the kernel", (name, text, exact = text) => {
    const tree = {
      ...live("busy", 2),
      "/sys/module/nounload": { initstate: "live\n", holders: {} },
      "/sys/module/random/parameters": {},
    };
    expect(runTool(`rmmod ${name}`, tree)).toMatchObject({
      out: "",
      err: `rmmod: ERROR: ${exact}\n`,
      status: 1,
      calls: [],
    });
  });

  test("names the users, and goes on with the next module", () => {
    const { platform } = runTool("modprobe gg");
    expect(runOn(platform, "rmmod aa gg bb")).toMatchObject({
      err: "rmmod: ERROR: Module aa is in use by: bb gg\n",
      status: 1,
      calls: ["delete_module gg", "delete_module bb"],
    });
  });

  test("fails without a word for a module that is going", () => {
    expect(runTool("rmmod aa", live("aa", -1))).toMatchObject({ out: "", err: "", status: 1, calls: [] });
  });

  test("leaves the question to the kernel with -f", () => {
    expect(runTool("rmmod -f aa", live("aa", 1))).toMatchObject({
      err: [
        "rmmod: ERROR: could not remove 'aa': Resource temporarily unavailable\n",
        "rmmod: ERROR: could not remove module aa: Resource temporarily unavailable\n",
      ].join(""),
      status: 1,
      calls: ["delete_module aa force"],
    });
    expect(runTool("rmmod -f bi_one").calls).toEqual(["delete_module bi_one force"]);
  });

  test("shows what the kernel says twice, with the name and with the operand", () => {
    const kernel = { removal: { aa: ["EBUSY"] } } as const;
    expect(runTool("rmmod aa.ko dd", { ...live("aa"), ...live("dd") }, { kernel })).toMatchObject({
      err: [
        "rmmod: ERROR: could not remove 'aa': Device or resource busy\n",
        "rmmod: ERROR: could not remove module aa.ko: Device or resource busy\n",
      ].join(""),
      status: 1,
      calls: ["delete_module aa", "delete_module dd"],
    });
  });

  test("waits with -w until nobody uses the module any more", () => {
    const kernel = { removal: { aa: [...Array.from({ length: 10 }, () => "EAGAIN" as const), "ok" as const] } };
    const outcome = runTool("rmmod -w aa", live("aa"), { kernel });
    expect(outcome).toMatchObject({ err: "", status: 0 });
    expect(outcome.platform.pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 250, 250, 250]);
    expect(runTool("rmmod --wait nosuch").status).toBe(1);
  });

  test.each([
    ["rmmod", "missing module name."],
    ["rmmod /dir/ aa", "could not use module /dir/: No such file or directory"],
  ])("%s: %s, and nothing is removed", (args, text) => {
    const tree = { ...live("aa"), "/dir": {} };
    expect(runTool(args, tree)).toMatchObject({ out: "", err: `rmmod: ERROR: ${text}\n`, status: 1, calls: [] });
  });

  test("goes on after a module of which /sys says nonsense, and after a name that no module can have", () => {
    const broken = { "/sys/module/odd": { initstate: "live\n", refcnt: "xx\n", holders: {} } };
    const outcome = runTool("rmmod --json odd aa", { ...broken, ...live("aa") });
    expect(outcome).toMatchObject({
      err: "rmmod: ERROR: /sys/module/odd/refcnt: expected an integer, found 'xx'\n",
      status: 1,
      calls: ["delete_module aa"],
    });
    expect(JSON.parse(outcome.out)).toMatchObject({
      modules: [
        { module: "odd", done: false },
        { module: "aa", done: true },
      ],
      failures: [{ operation: "remove", module: "odd", errno: "EINVAL" }],
    });
  });

  test("says in --json what came of it", () => {
    const { out, status } = runTool("rmmod --json aa nosuch", live("aa"));
    const message = "Module nosuch is not currently loaded";
    const failures = [{ operation: "remove", module: "nosuch", errno: null, message, findings: [] }];
    const modules = [
      { module: "aa", done: true },
      { module: "nosuch", done: false },
    ];
    expect([JSON.parse(out), status]).toEqual([{ schemaVersion: 1, modules, failures }, 1]);
  });
});
