/** Times command lines with hyperfine, and measures their peak memory. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const project = dirname(dirname(fileURLToPath(import.meta.url)));
/** A folder of this run's own. TMPDIR decides on which file system it lies. */
export const scratch = mkdtempSync(join(tmpdir(), "kmod-ts-bench-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

const runs = Number(process.env.KMOD_TS_BENCH_RUNS ?? "20");
const ROUNDS = 10;

export function fail(text) {
  console.error(`bench: ${text}`);
  process.exit(1);
}

export function need(program, hint) {
  if (spawnSync(program, ["--version"]).error !== undefined) fail(`${program} is missing: ${hint}`);
}

/** Runs a program to its end, which must be a good one. */
export function run(program, words, options = {}) {
  const done = spawnSync(program, words, { encoding: "utf8", ...options });
  if (done.status !== 0) fail(`${program} ${words.join(" ")} failed: ${done.stderr}`);
  return done.stdout;
}

/** One hyperfine run: the seconds of every single execution, a list for each command line. */
function round(commands, count, prepare, inside) {
  const report = join(scratch, "report.json");
  const options = ["-N", "--warmup", "1", "--runs", String(count), "--export-json", report, "--output", "null", "-i"];
  const before = prepare.flatMap((line) => ["--prepare", line]);
  const [program, ...words] = [...inside, "hyperfine", ...options, ...before, ...commands];
  run(program, words, { stdio: ["ignore", "ignore", "pipe"] });
  return JSON.parse(readFileSync(report, "utf8")).results.map((result) => result.times);
}

export function median(numbers) {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];
}

/**
 * Median seconds of each command line. They take turns in rounds, so that a machine that is slower for some seconds is
 * slower for all of them. `prepare`: for each, a command line that is run before each execution. `inside`: words to start hyperfine by.
 */
export function time(commands, { count = runs, prepare = [], inside = [] } = {}) {
  const rounds = Math.min(ROUNDS, count);
  const times = commands.map(() => []);
  for (let turn = 0; turn < rounds; turn++) {
    const lists = round(commands, Math.ceil(count / rounds), prepare, inside);
    for (const [at, list] of lists.entries()) times[at].push(...list);
  }
  return times.map(median);
}

/** Runs a command line below another program, whatever it ends with. */
function runBelow(words, command, inside) {
  const [program, ...rest] = [...inside, ...words, ...command.split(" ")];
  const { error } = spawnSync(program, rest, { stdio: "ignore" });
  if (error !== undefined) fail(`${program} cannot be run: ${error.message}`);
}

/** Peak resident memory of a command line in bytes, by GNU time; the median of three. */
export function peakMemory(command, { inside = [] } = {}) {
  const report = join(scratch, "memory");
  const once = () => {
    runBelow(["/usr/bin/time", "-f", "%M", "-o", report], command, inside);
    return Number(readFileSync(report, "utf8").trim().split("\n").at(-1)) * 1024;
  };
  return median([once(), once(), once()]);
}

/** How many files a command line opens, or tries to. */
export function countOpens(command, { inside = [] } = {}) {
  const report = join(scratch, "opens");
  runBelow(["strace", "-f", "-o", report, "-e", "trace=open,openat,openat2"], command, inside);
  return readFileSync(report, "utf8").match(/ open\w*\(/g)?.length ?? 0;
}

export const ms = (seconds) => `${(seconds * 1000).toFixed(1)} ms`;

export function tool(name) {
  return `node ${join(project, "bin", `${name}.js`)}`;
}
