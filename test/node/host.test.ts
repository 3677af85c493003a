import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { expect, test } from "vitest";
import { lackOfTerminal, testUnless } from "../support/lack.ts";
import { temporaryDirectory } from "../support/node-tree.ts";

const HOST = new URL("../../dist/node/host.js", import.meta.url).href;
const RAW = new URL("../../dist/node/raw-strings.js", import.meta.url).href;

/** Runs a shell line in which `$NODE` is Node on a script that has `host` and `byteArguments`; its outputs as latin1. */
function shell(
  line: string,
  script: string,
  directory = "/",
): { readonly out: string; readonly err: string; readonly status: number | null } {
  const folder = temporaryDirectory();
  const file = `${folder}/script.mjs`;
  const head = `import { nodeHost } from ${JSON.stringify(HOST)};\nimport { byteArguments } from ${JSON.stringify(RAW)};\n`;
  writeFileSync(file, `${head}const host = nodeHost();\n${script}`);
  const env = { ...process.env, NODE: `${process.execPath} ${file}` };
  const { stdout, stderr, status } = spawnSync("bash", ["-c", line], { env, cwd: directory, encoding: "latin1" });
  return { out: stdout, err: stderr, status };
}

test("`write` writes bytes as they are", () => {
  expect(shell("$NODE", 'host.write("out", "\\xe9\\xff\\n"); host.write("err", "\\x80")')).toEqual({
    out: "\xe9\xff\n",
    err: "\x80",
    status: 0,
  });
});

test("`write` waits for the reader of a full non-blocking pipe", () => {
  const nonBlocking = `process.getBuiltinModule("node:net");
    new (process.getBuiltinModule("node:net").Socket)({ fd: 1, readable: false }).unref();
    host.write("out", "0123456789".repeat(100_000));`;
  expect(shell("$NODE | (sleep 0.2; wc -c)", nonBlocking).out.trim()).toBe("1000000");
});

test("`write` reports a full device and a closed pipe", () => {
  const report = 'try { host.write("out", "x".repeat(200_000)); } catch (error) { host.write("err", error.message); }';
  expect(shell("$NODE > /dev/full", report).err).toBe("write 'standard output': No space left on device");
  expect(shell("$NODE | true", report).err).toBe("write 'standard output': Broken pipe");
});

test("`environment` gives the bytes of a value", () => {
  const script =
    'host.write("out", [host.environment("A"), host.environment("B"), String(host.environment("C"))].join("|"))';
  expect(shell("A=$'caf\\xc3\\xa9' B=$'\\xe9=\\xff' $NODE", script).out).toBe("caf\xc3\xa9|\xe9=\xff|undefined");
});

test("`byteArguments` gives the bytes of arguments", () => {
  const script = 'host.write("out", byteArguments(process.argv.slice(2)).join("|"))';
  expect(shell("$NODE $'caf\\xc3\\xa9' x", script).out).toBe("caf\xc3\xa9|x");
  expect(shell("$NODE $'\\xe9\\xff' '' x", script).out).toBe("\xe9\xff||x");
});

test("`workingDirectory` is $PWD where that names the directory", () => {
  const directory = temporaryDirectory();
  mkdirSync(`${directory}/real`);
  symlinkSync("real", `${directory}/link`);
  const script = 'host.write("out", host.workingDirectory())';
  expect(shell("cd link; $NODE", script, directory).out).toBe(`${directory}/link`);
  expect(shell("cd link; PWD=/nowhere $NODE", script, directory).out).toBe(`${directory}/real`);
  expect(shell("cd link; PWD=. $NODE", script, directory).out).toBe(`${directory}/real`);
  expect(shell("mkdir $'\\xe9'; cd $'\\xe9'; unset PWD; $NODE", script, directory).out).toBe(`${directory}/\xe9`);
});

test("`isTerminal` knows that a pipe, a device and a closed stream are none", () => {
  const script = 'host.write("err", String(host.isTerminal("out")))';
  expect(shell("$NODE | cat", script).err).toBe("false");
  expect(shell("$NODE > /dev/null", script).err).toBe("false");
  expect(shell("$NODE >&-", script).err).toBe("false");
});

testUnless(lackOfTerminal(), "`isTerminal` knows a terminal", () => {
  const typescript = `script -qec "$NODE" /dev/null </dev/null`;
  expect(shell(typescript, 'host.write("out", String(host.isTerminal("out")))').out).toBe("true");
});

test("`terminalWidth` is that of a terminal, which stays as it was, and of nothing else", () => {
  const script = 'host.write("err", String(host.terminalWidth("out")))';
  expect(shell("$NODE | cat", script).err).toBe("undefined");
  expect(shell("$NODE > /dev/null", script).err).toBe("undefined");
  const told = 'host.write("out", [host.terminalWidth("out"), host.terminalWidth("err")].map(String).join(" "))';
  const on = (line: string): string => shell(`script -qec "${line}" /dev/null </dev/null`, told).out;
  expect(on("stty cols 53; $NODE")).toBe("53 53");
  expect(on("stty cols 0; $NODE")).toBe("undefined undefined");
  const flags = `host.terminalWidth("out");
    const text = process.getBuiltinModule("node:fs").readFileSync("/proc/self/fdinfo/1", "utf8");
    host.write("out", String(Number.parseInt(/flags:\\s*(\\d+)/.exec(text)[1], 8) & 0o4000))`;
  expect(shell(`script -qec "stty cols 53; $NODE" /dev/null </dev/null`, flags).out).toBe("0");
});

test("`syslog` is silent, whether anybody listens or not", () => {
  const result = shell("$NODE", 'host.syslog("kmod-ts-test", 7, "\\xe9 100%s")');
  expect(result).toEqual({ out: "", err: "", status: 0 });
});

test("`readInput` reads a file, a slow pipe and a socket to their end", () => {
  const script = 'host.write("out", String.fromCharCode(...host.readInput()));';
  expect(shell("(printf a; sleep 0.2; printf '\\377') | $NODE", script).out).toBe("a\xff");
  expect(shell("printf abc >in; $NODE <in", script, temporaryDirectory()).out).toBe("abc");
  expect(shell("$NODE </dev/null", script).out).toBe("");
});

test("`readInput` reads a socket to its end", async () => {
  const path = `${temporaryDirectory()}/socket`;
  const server = createServer((peer) => peer.end("xyz"));
  await once(server.listen(path), "listening");
  // A child's standard input is the socket itself, not a copy by the shell or by Node.
  const client = connect(path);
  await once(client, "connect");
  const file = `${temporaryDirectory()}/script.mjs`;
  const print = "process.stdout.write(String.fromCharCode(...nodeHost().readInput()))";
  writeFileSync(file, `import { nodeHost } from ${JSON.stringify(HOST)};\n${print};`);
  const child = spawn(process.execPath, [file], { stdio: [client, "pipe", "inherit"] });
  const text: string[] = [];
  child.stdout?.setEncoding("latin1").on("data", (piece: string) => text.push(piece));
  await once(child, "close");
  server.close();
  client.destroy();
  expect(text.join("")).toBe("xyz");
});
