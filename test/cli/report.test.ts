import { describe, expect, test } from "vitest";
import { createReporter, libraryThreshold } from "../../src/cli/report.ts";
import { SystemError } from "../../src/core/errors.ts";
import { memoryPlatform } from "../support/memory-platform.ts";

const LEVELS = ["FATAL", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG"] as const;

describe("createReporter", () => {
  test("shows messages up to WARNING to begin with", () => {
    const { host, written } = memoryPlatform({});
    const report = createReporter("modprobe", host);
    for (const level of LEVELS) report.message(level, "text");
    expect(written.err).toBe("modprobe: FATAL: text\nmodprobe: ERROR: text\nmodprobe: WARNING: text\n");
    expect(LEVELS.filter((level) => report.shows(level))).toEqual(["FATAL", "ERROR", "WARNING"]);
    expect(report.status()).toBe(0);
  });

  test("shows nothing at threshold 0 but plain text, and still fails", () => {
    const { host, written } = memoryPlatform({});
    const report = createReporter("modprobe", host);
    report.setThreshold(0);
    for (const level of LEVELS) report.message(level, "text");
    report.plain("bare");
    report.fail();
    expect(written.err).toBe("bare\n");
    expect(report.status()).toBe(1);
  });

  test("ends with the highest status that was answered, and with 1 where anything failed", () => {
    const { host } = memoryPlatform({});
    const report = createReporter("kmod-ts", host);
    for (const status of [0, 4, 3]) report.answer(status);
    expect(report.status()).toBe(4);
    report.fail();
    expect(report.status()).toBe(1);
  });

  test("sends messages to the system log with their severity, and those of the library never", () => {
    const { host, written, logged } = memoryPlatform({});
    const report = createReporter("modprobe", host);
    report.useSyslog();
    report.message("FATAL", "one");
    report.message("ERROR", "two");
    report.message("INFO", "hidden");
    report.library("ERROR", "kmod_config_parse", "/a.conf line 1: ignoring bad line starting with 'x'");
    expect(logged).toEqual(["modprobe 2 FATAL: one", "modprobe 3 ERROR: two"]);
    expect(written.err).toBe(
      "libkmod: ERROR: kmod_config_parse: /a.conf line 1: ignoring bad line starting with 'x'\n",
    );
  });

  test("puts details below a message whatever the threshold, and remarks wherever errors are shown", () => {
    const { host, written, logged } = memoryPlatform({});
    const report = createReporter("insmod", host);
    report.setThreshold(3);
    report.remark("odd");
    report.setThreshold(0);
    report.remark("hidden");
    report.detail("why");
    report.useSyslog();
    report.detail("why");
    report.setThreshold(3);
    report.remark("odd");
    expect(written.err).toBe("insmod: WARNING: odd\n  why\n");
    expect(logged).toEqual(["insmod 6 INFO: why", "insmod 4 WARNING: odd"]);
  });

  test("lets KMOD_LOG, not the threshold, govern the library", () => {
    const { host, written } = memoryPlatform({}, { environment: { KMOD_LOG: "info" } });
    const report = createReporter("modprobe", host);
    report.setThreshold(0);
    for (const level of LEVELS) report.library(level, "f", "text");
    expect(written.err).toBe(
      "libkmod: FATAL: f: text\nlibkmod: ERROR: f: text\nlibkmod: WARNING: f: text\nlibkmod: NOTICE: f: text\nlibkmod: INFO: f: text\n",
    );
  });

  test("does not mind a standard error that is closed", () => {
    const { host } = memoryPlatform({});
    const closed = {
      ...host,
      write() {
        throw new SystemError("write", "", "EBADF");
      },
    };
    const report = createReporter("modprobe", closed);
    report.message("ERROR", "text");
    expect(report.status()).toBe(0);
  });
});

test.each<[string | undefined, number]>([
  [undefined, 3],
  ["", 0],
  ["0", 0],
  ["6", 6],
  [" 6", 6],
  ["6 x", 6],
  ["+6", 6],
  ["06", 6],
  ["-1", -1],
  ["6x", 0],
  ["0x6", 0],
  ["err", 3],
  ["errors", 3],
  ["info", 6],
  ["infox", 6],
  ["debug", 7],
  ["INFO", 0],
  ["warning", 0],
])("`libraryThreshold` reads KMOD_LOG=%j", (setting, threshold) => {
  expect(libraryThreshold(setting)).toBe(threshold);
});
