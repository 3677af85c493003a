import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { toByteString } from "../../src/core/bytes.ts";
import { SystemError } from "../../src/core/errors.ts";
import { nodeFileSystem } from "../../src/node/file-system.ts";
import { temporaryDirectory } from "../support/node-tree.ts";

const files = nodeFileSystem();
const MODULE = new URL("../../dist/node/file-system.js", import.meta.url).href;

function problem(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof SystemError) return error.message;
    throw error;
  }
  throw new Error("expected a SystemError");
}

function fifo(): string {
  const path = `${temporaryDirectory()}/fifo`;
  spawnSync("mkfifo", [path]);
  return path;
}

test("`read` gives all of a file of /proc, whose size is 0", () => {
  expect(files.status("/proc/self/mounts").size).toBe(0);
  const [version = ""] = toByteString(files.read("/proc/version")).split(" ");
  expect(version).toBe("Linux");
  const limits = toByteString(files.read("/proc/self/limits"));
  expect(limits.startsWith("Limit ")).toBe(true);
});

test("`read` gives all of a large file and of a slow pipe", () => {
  const path = `${temporaryDirectory()}/large`;
  const bytes = Buffer.alloc(3_000_001, "0123456789");
  writeFileSync(path, bytes);
  expect(Buffer.compare(files.read(path), bytes)).toBe(0);
  const script = `
    const { nodeFileSystem } = await import(${JSON.stringify(MODULE)});
    process.stdout.write(nodeFileSystem().read("/dev/stdin"));`;
  const line = '(head -c 5 "$2"; sleep 0.1; tail -c +6 "$2") | "$0" --input-type=module -e "$1"';
  const args = ["-c", line, process.execPath, script, path];
  const { stdout } = spawnSync("bash", args, { maxBuffer: 2 ** 24, timeout: 60_000 });
  expect(Buffer.compare(stdout, bytes)).toBe(0);
});

test("`read` of a FIFO that nobody writes to gives nothing and does not wait", () => {
  expect(files.read(fifo())).toEqual(new Uint8Array(0));
});

test("`read` ends where a stream does not", () => {
  expect(problem(() => files.read("/dev/zero"))).toBe("read '/dev/zero': File too large");
});

test("`read` refuses a file that is too large before it allocates", () => {
  const path = `${temporaryDirectory()}/sparse`;
  writeFileSync(path, "");
  truncateSync(path, 2 ** 40);
  expect(problem(() => files.read(path))).toBe(`read '${path}': File too large`);
  expect(files.withFile(path, (file) => [file.size, file.read(2 ** 40 - 2, 2)])).toEqual([2 ** 40, new Uint8Array(2)]);
  expect(problem(() => files.withFile(path, (file) => file.read(0, 2 ** 39)))).toBe(`read '${path}': File too large`);
});

test("`withFile` refuses what cannot be read at any offset, without waiting", () => {
  const path = fifo();
  expect(problem(() => files.withFile(path, () => 0))).toBe(`open '${path}': Illegal seek`);
  expect(files.withFile("/dev/null", (file) => file.size)).toBe(0);
});

test("`list` keeps the kernel's order", () => {
  const directory = temporaryDirectory();
  for (let at = 0; at < 700; at++) writeFileSync(`${directory}/${(at * 7919) % 1009}`, "");
  const unsorted = spawnSync("ls", ["-U", directory], { encoding: "utf8" }).stdout.split("\n").slice(0, -1);
  const names = files.list(directory).map(({ name }) => name);
  expect(names).toEqual(unsorted);
  expect(names.toSorted()).toEqual(readdirSync(directory).toSorted());
});

test("`create` leaves nothing behind when it cannot write", () => {
  const directory = temporaryDirectory();
  const path = `${directory}/new`;
  // A file-size limit of 1 KiB: the second write fails with EFBIG.
  const script = `
    const { nodeFileSystem } = await import(${JSON.stringify(MODULE)});
    process.on("SIGXFSZ", () => {});
    try { nodeFileSystem().create(process.argv[1], new Uint8Array(5000), 0o644); }
    catch (error) { console.log(error.message); }`;
  const limited = 'ulimit -f 1; exec "$0" --input-type=module -e "$1" "$2"';
  const result = spawnSync("bash", ["-c", limited, process.execPath, script, path], { encoding: "utf8" });
  expect(result.stdout).toBe(`create '${path}': File too large\n`);
  expect(existsSync(path)).toBe(false);
});

test("`overwrite` reports a full device", () => {
  expect(problem(() => files.overwrite("/dev/full", new Uint8Array(1)))).toBe(
    "write '/dev/full': No space left on device",
  );
});

test("an errno that the core has no name for keeps its text", () => {
  const directory = temporaryDirectory();
  symlinkSync("x".repeat(4000), `${directory}/long`);
  expect(problem(() => files.read(`${directory}/long`))).toBe(`read '${directory}/long': File name too long`);
  expect(problem(() => files.makeDirectory("/proc/none", 0o755))).toMatch(/^mkdir '\/proc\/none': /);
});
