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
function round(commands, count, prepare) {
  const report = join(scratch, "report.json");
  const options = ["-N", "--warmup", "1", "--runs", String(count), "--export-json", report, "--output", "null", "-i"];
  const before = prepare.flatMap((line) => ["--prepare", line]);
  run("hyperfine", [...options, ...before, ...commands], { stdio: ["ignore", "ignore", "pipe"] });
  return JSON.parse(readFileSync(report, "utf8")).results.map((result) => result.times);
}

export function median(numbers) {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];
}

/**
 * Median seconds of each command line. They take turns in rounds, so that a machine that is slower for some seconds is
 * slower for all of them. `prepare`: for each, a command line that is run before each execution.
 */
export function time(commands, { count = runs, prepare = [] } = {}) {
  const rounds = Math.min(ROUNDS, count);
  const times = commands.map(() => []);
  for (let turn = 0; turn < rounds; turn++) {
    const lists = round(commands, Math.ceil(count / rounds), prepare);
    for (const [at, list] of lists.entries()) times[at].push(...list);
  }
  return times.map(median);
}

/** Peak resident memory of a command line in bytes, by GNU time; the median of three. */
export function peakMemory(command) {
  const report = join(scratch, "memory");
  const once = () => {
    run("/usr/bin/time", ["-f", "%M", "-o", report, ...command.split(" ")], { stdio: ["ignore", "ignore", "pipe"] });
    return Number(readFileSync(report, "utf8").trim().split("\n").at(-1)) * 1024;
  };
  return median([once(), once(), once()]);
}

export const ms = (seconds) => `${(seconds * 1000).toFixed(1)} ms`;

export function tool(name) {
  return `node ${join(project, "bin", `${name}.js`)}`;
}
