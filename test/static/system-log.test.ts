/** Messages of the static edition in the system log, which it writes without the C library's help. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { describeUnless } from "../support/lack.ts";
import { CHROOT, makeStaticRoot, removeFolders, staticProblem } from "./support/executable.ts";

const problem = staticProblem();

/** The day and time of a message as syslogd writes them. */
function stamp(date: Date): string {
  const month = date.toLocaleString("en", { month: "short", timeZone: "UTC" });
  return `${month} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)}`;
}

describeUnless(problem, "the system log", () => {
  afterAll(removeFolders);

  test("gets what -s sends there, with facility, severity, time and name", async () => {
    const root = makeStaticRoot("workstation");
    mkdirSync(join(root, "dev"), { recursive: true });
    const server = createServer().listen(join(root, "dev/log"));
    await once(server, "listening");
    const started = Date.now();
    const [first = "", ...words] = [...CHROOT, root, "/sbin/modprobe", "-s", "-S", "6.1.0-fixture", "nosuch"];
    const ended = once(spawn(first, words, { stdio: "ignore" }), "close");
    const [connection] = (await once(server, "connection")) as [Socket];
    const texts: string[] = [];
    connection.on("data", (data: Buffer) => texts.push(data.toString("latin1")));
    await once(connection, "end");
    expect(await ended).toEqual([1, null]);
    server.close();
    const [, priority, time = "", rest] = /^<(\d+)>(.{15}) (.*)$/s.exec(texts.join("")) ?? [];
    // Facility daemon, severity critical.
    expect(priority).toBe(String(3 * 8 + 2));
    expect(rest).toBe("modprobe: FATAL: Module nosuch not found in directory /lib/modules/6.1.0-fixture\0");
    const seconds = Math.ceil((Date.now() - started) / 1000) + 1;
    expect(Array.from({ length: seconds }, (_, second) => stamp(new Date(started + second * 1000)))).toContain(time);
  });
});
