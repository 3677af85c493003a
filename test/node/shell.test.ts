/** Commands of the configuration, as the Node edition runs them. */

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lackOfAddon, testUnless } from "../support/lack.ts";
import { temporaryDirectory } from "../support/node-tree.ts";

const SHELL = new URL("../../dist/node/shell.js", import.meta.url).href;

/** What `runShell` returns, or the message of what it throws, and what the command printed. */
function runShell(command: string, environment: Readonly<Record<string, string>> = {}): readonly [unknown, string] {
  const file = `${temporaryDirectory()}/script.mjs`;
  const call = `runShell(${JSON.stringify(command)}, ${JSON.stringify(environment)})`;
  const script = [
    `import { runShell } from ${JSON.stringify(SHELL)};`,
    `let end; try { end = ${call}; } catch (error) { end = error.message; }`,
    "console.error(JSON.stringify(end));",
  ];
  writeFileSync(file, script.join("\n"));
  const env = { ...process.env, KEPT: "kept", MODPROBE_OPTIONS: "old" };
  const { stdout, stderr } = spawnSync(process.execPath, [file], { env, encoding: "latin1" });
  return [JSON.parse(stderr), stdout];
}

test("a command has the streams and the environment of the program, and what is added in place of the same names", () => {
  const added = { MODPROBE_MODULE: "m", MODPROBE_OPTIONS: "-q a=b" };
  const [end, out] = runShell('echo "$KEPT,$MODPROBE_MODULE,$MODPROBE_OPTIONS,$0"; exit 3', added);
  expect([end, out]).toEqual([{ kind: "exit", status: 3 }, "kept,m,-q a=b,sh\n"]);
});

testUnless(lackOfAddon(), "bytes that are no UTF-8 reach the command as they are", () => {
  expect(runShell("printf '%s' \"\xe9$X\"", { X: "\xff" })).toEqual([{ kind: "exit", status: 0 }, "\xe9\xff"]);
});

test("a signal that ended the command is told", () => {
  expect(runShell("kill -9 $$")).toEqual([{ kind: "signal", signal: 9 }, ""]);
});

test("a command gets a broken pipe as any program does", () => {
  expect(runShell("(while echo y; do :; done; echo $? >&2) 2>/dev/null | head -c 2")).toEqual([
    { kind: "exit", status: 0 },
    "y\n",
  ]);
});

test("a NUL is refused", () => {
  expect(runShell("a\0b")[0]).toBe("run 'a\0b': Invalid argument");
});

test("a command ignores no signals", () => {
  const [end, out] = runShell("grep SigIgn /proc/self/status");
  const ignored = Number.parseInt(out.split("\t")[1] ?? "", 16);
  // SIGPIPE is number 13, SIGXFSZ 25.
  expect([end, ignored & (1 << 12), ignored & (1 << 24)]).toEqual([{ kind: "exit", status: 0 }, 0, 0]);
});
