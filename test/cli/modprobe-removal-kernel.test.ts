/** modprobe -r that removes: what the kernel is asked, in which order, and what failure means. */

import { expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import type { CommandEnd } from "../../src/core/platform.ts";
import { faulty } from "../support/faulty.ts";
import { configured, loaded } from "./modprobe-trial.ts";
import { runOn, runTool } from "./modprobe-trial-kernel.ts";

const removed = (...names: readonly string[]): readonly string[] => names.map((name) => `delete_module ${name}`);

test("modprobe -r removes the module and what nobody uses any more, one level deep", () => {
  const { platform } = runTool("modprobe gg");
  expect(runOn(platform, "modprobe -rv gg")).toMatchObject({
    out: "rmmod gg\nrmmod bb\n",
    err: "",
    status: 0,
    calls: removed("gg", "bb"),
  });
  expect(runOn(platform, "modprobe -r gg")).toMatchObject({ out: "", err: "", status: 0, calls: [] });
});

test("modprobe -r refuses a module in use before it asks the kernel", () => {
  const { platform } = runTool("modprobe bb");
  const err = "modprobe: FATAL: Module aa is in use.\n";
  expect(runOn(platform, "modprobe -r -f aa dd")).toMatchObject({ err, status: 1, calls: [] });
  expect(runOn(platform, "modprobe -r --first-time dd")).toMatchObject({
    err: "modprobe: FATAL: Module dd is not in kernel.\n",
    status: 1,
  });
});

test("modprobe --remove-holders removes the users first", () => {
  const { platform } = runTool("modprobe bb");
  expect(runOn(platform, "modprobe --remove-holders aa")).toMatchObject({
    err: "",
    status: 0,
    calls: removed("bb", "aa"),
  });
});

test("what the kernel refuses fails the request; an unused dependency that stays does not", () => {
  const { platform } = runTool("modprobe bb", {}, { kernel: { removal: { bb: ["EBUSY", "ok"], aa: ["EBUSY"] } } });
  const err = "modprobe: ERROR: could not remove 'bb': Device or resource busy\n";
  expect(runOn(platform, "modprobe -r bb")).toMatchObject({ err, status: 1, calls: removed("bb") });
  expect(runOn(platform, "modprobe -r bb")).toMatchObject({
    err: "modprobe: ERROR: could not remove 'aa': Device or resource busy\n",
    status: 0,
    calls: removed("bb", "aa"),
  });
});

test("a module that could not be removed keeps its pre soft dependencies", () => {
  const tree = { ...configured("softdep dd pre: wild\n"), ...loaded("dd"), ...loaded("wild") };
  const kernel = { removal: { dd: ["EIO"] } } as const;
  expect(runTool("modprobe -r dd", tree, { kernel }).calls).toEqual(removed("dd"));
  expect(runTool("modprobe -r dd", tree).calls).toEqual(removed("dd", "wild"));
});

test("-w asks again while the module is in use, with longer and longer pauses that fit the time", () => {
  const { platform } = runTool("modprobe bb");
  const outcome = runOn(platform, "modprobe -r -w 1000 aa");
  expect(outcome.err).toBe("modprobe: ERROR: could not remove 'aa': Resource temporarily unavailable\n");
  expect(outcome.status).toBe(1);
  expect(platform.pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 256, 128, 64, 32, 8, 2]);
  // Once before each pause, once after the last, and once more where no time is left.
  expect(outcome.calls).toHaveLength(16);
});

test("-w ends as soon as the module is gone, and at any other answer", () => {
  const kernel = { removal: { aa: ["EAGAIN", "EAGAIN", "ok"], dd: ["EBUSY"] } } as const;
  const { platform } = runTool("modprobe -a aa dd", {}, { kernel });
  expect(runOn(platform, "modprobe -r -w 1000 aa")).toMatchObject({
    err: "",
    status: 0,
    calls: removed("aa", "aa", "aa"),
  });
  expect(platform.pauses).toEqual([2, 4]);
  expect(runOn(platform, "modprobe -r -w 1000 dd")).toMatchObject({ status: 1, calls: removed("dd") });
});

test("a remove command runs whether the module is loaded or not, and its failure ends the run", () => {
  const ran: string[] = [];
  const shell = (command: string): CommandEnd => {
    ran.push(command);
    return { kind: "exit", status: command === "bad" ? 2 : 0 };
  };
  const tree = configured("remove aa good <$CMDLINE_OPTS>\nremove dd bad\n");
  expect(runTool("modprobe -rv aa", tree, { shell })).toMatchObject({ out: "remove good <>\n", status: 0, calls: [] });
  expect(runTool("modprobe -r dd aa", tree, { shell })).toMatchObject({
    err: "modprobe: FATAL: Error running remove command for dd\n",
    status: 1,
  });
  expect(ran).toEqual(["good <>", "bad"]);
});

test("a full disk under the log does not keep modules from being removed", () => {
  const { platform } = runTool("modprobe gg");
  const full = faulty(platform, ({ method, subject }) =>
    method === "host.write" && subject === "out" ? "ENOSPC" : undefined,
  );
  expect(run(["modprobe", "-rv", "gg"], full)).toBe(1);
  expect(platform.kernel.calls.slice(-2)).toEqual(removed("gg", "bb"));
  expect(platform.written.err).toBe("modprobe: ERROR: could not write to standard output: No space left on device\n");
});

test("a reader who has gone ends it", () => {
  const { platform } = runTool("modprobe gg");
  const gone = faulty(platform, ({ method, subject }) =>
    method === "host.write" && subject === "out" ? "EPIPE" : undefined,
  );
  const before = platform.kernel.calls.length;
  expect(run(["modprobe", "-rv", "gg"], gone)).toBe(141);
  expect(platform.kernel.calls).toHaveLength(before);
});

test("-f asks the kernel to force, also for dependencies", () => {
  const { platform } = runTool("modprobe bb");
  expect(runOn(platform, "modprobe -rf bb").calls).toEqual(["delete_module bb force", "delete_module aa force"]);
});
