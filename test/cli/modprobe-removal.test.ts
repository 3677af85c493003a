/** modprobe -r: holders, and what counts for the exit status. */

import { expect, test } from "vitest";
import { linkTo } from "../support/memory-file-system.ts";
import { configured, loaded, modprobe } from "./modprobe-trial.ts";

test("a holder is a module of that name, whatever aliases say", () => {
  const tree = {
    ...configured("alias bb dd\nalias outside wild\n"),
    ...loaded("aa"),
    ...loaded("bb"),
    ...loaded("dd"),
    ...loaded("outside"),
    ...loaded("wild"),
    "/sys/module/aa/holders/bb": linkTo("../../bb"),
    "/sys/module/aa/holders/outside": linkTo("../../outside"),
  };
  expect(modprobe("--remove-holders -n aa", tree)).toEqual({
    out: "rmmod outside\nrmmod bb\nrmmod aa\n",
    err: "",
    status: 0,
  });
});

test("a soft dependency that is in use ends the run where the message is shown", () => {
  const tree = { ...configured("softdep bb post: aa\n"), ...loaded("aa", 1), ...loaded("bb") };
  expect(modprobe("-r -n bb", tree)).toEqual({ out: "", err: "modprobe: FATAL: Module aa is in use.\n", status: 1 });
});

test("a soft dependency that is in use does not make the status 1 by itself", () => {
  const tree = { ...configured("softdep bb post: aa\n"), ...loaded("aa", 1), ...loaded("bb") };
  expect(modprobe("-r -n -q bb", tree)).toEqual({ out: "rmmod bb\n", err: "", status: 0 });
  expect(modprobe("-r -n -a bb", tree)).toEqual({
    out: "rmmod bb\n",
    err: "modprobe: WARNING: Module aa is in use.\n",
    status: 0,
  });
});

test("a holder that is in use makes the status 1, shown or not", () => {
  const tree = { ...loaded("aa", 1), ...loaded("bb", 1), "/sys/module/aa/holders/bb": linkTo("../../bb") };
  expect(modprobe("--remove-holders -n -q aa", tree)).toEqual({ out: "", err: "", status: 1 });
});

test("a soft dependency that is not loaded is a failure with --first-time", () => {
  const tree = { ...configured("softdep bb post: dd bi_one\n"), ...loaded("bb") };
  expect(modprobe("-r -n bb", tree)).toEqual({ out: "rmmod bb\n", err: "", status: 0 });
  expect(modprobe("-r -n --first-time bb", tree)).toEqual({
    out: "",
    err: "modprobe: FATAL: Module dd is not in kernel.\n",
    status: 1,
  });
});

test.each([
  ["0", "in use"],
  ["-0x0", "in use"],
  ["00", "in use"],
  ["5", ""],
  ["0x10", ""],
  ["-1", ""],
  ["18446744073709551615", ""],
  ["18446744073709551616", ""],
])("-w %s leaves the question of users to the kernel unless it is no time", (value, complaint) => {
  expect(modprobe(`-r -n --wait=${value} aa`, loaded("aa", 1))).toEqual(
    complaint === ""
      ? { out: "rmmod aa\n", err: "", status: 0 }
      : { out: "", err: "modprobe: FATAL: Module aa is in use.\n", status: 1 },
  );
});

test.each(["abc", "", "0x", "08", "'5 '", "'- 1'", "+-1"])("-w %s is refused", (value) => {
  const text = value.replaceAll("'", "");
  expect(modprobe(`-r -n -w ${value === "" ? "''" : value} aa`).err).toBe(
    `modprobe: ERROR: unexpected wait value '${text}'.\n`,
  );
});
