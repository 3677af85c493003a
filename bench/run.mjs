#!/usr/bin/env node
/**
 * Times our tools beside kmod's in one run with hyperfine and prints ratios. Needs hyperfine, kmod and the module trees
 * that `node scripts/fetch-trees.mjs` unpacks; says what is missing and ends with 1. Asserts nothing.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { treesFolder } from "../scripts/trees-folder.mjs";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const runs = process.env.KMOD_TS_BENCH_RUNS ?? "20";
const ROUNDS = 10;
const scratch = mkdtempSync(join(tmpdir(), "kmod-ts-bench-"));

function fail(text) {
  console.error(`bench: ${text}`);
  process.exit(1);
}

function need(program, hint) {
  if (spawnSync(program, ["--version"]).error !== undefined) fail(`${program} is missing: ${hint}`);
}

/** One hyperfine run: the seconds of every single execution, a list for each command line. */
function round(commands, count) {
  const report = join(scratch, "report.json");
  const options = ["-N", "--warmup", "1", "--runs", String(count), "--export-json", report, "--output", "null", "-i"];
  const done = spawnSync("hyperfine", [...options, ...commands], { stdio: ["ignore", "ignore", "pipe"] });
  if (done.status !== 0) fail(`hyperfine failed: ${done.stderr}`);
  return JSON.parse(readFileSync(report, "utf8")).results.map((result) => result.times);
}

function median(numbers) {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];
}

/**
 * Median seconds of each command line. They take turns in rounds, so that a machine that is slower for some seconds is
 * slower for all of them.
 */
function time(commands, count = Number(runs)) {
  const rounds = Math.min(ROUNDS, count);
  const times = commands.map(() => []);
  for (let turn = 0; turn < rounds; turn++) {
    const lists = round(commands, Math.ceil(count / rounds));
    for (const [at, list] of lists.entries()) times[at].push(...list);
  }
  return times.map(median);
}

const ms = (seconds) => `${(seconds * 1000).toFixed(1)} ms`;

function tool(name) {
  return `node ${join(project, "bin", `${name}.js`)}`;
}

function benchStart(root, version) {
  const cases = [
    ["lsmod --help", `${tool("lsmod")} --help`],
    ["modinfo -n", `${tool("modinfo")} -b ${root} -k ${version} -n loop`],
    ["modinfo", `${tool("modinfo")} -b ${root} -k ${version} loop`],
    ["modprobe -D", `${tool("modprobe")} -d ${root} -S ${version} -D loop`],
    ["modprobe -R", `${tool("modprobe")} -d ${root} -S ${version} -R fs-ext4`],
    ["kmod help", `${tool("kmod")} help`],
    ["kmod-ts --version", `${tool("kmod-ts")} --version`],
  ];
  const [bare, ...times] = time(["node -e 0", ...cases.map(([, line]) => line)], 40);
  console.log(`\nStart, beside \`node -e 0\` (${ms(bare)}); bar: at most 15 ms over`);
  for (const [at, [name]] of cases.entries()) {
    console.log(`  ${name.padEnd(20)} ${ms(times[at]).padStart(9)}  ${ms(times[at] - bare)} over`);
  }
}

function compare(title, bar, ours, theirs, count) {
  const [mine, kmods] = time([ours, theirs], count);
  const ratio = (mine / kmods).toFixed(2);
  console.log(`\n${title}; bar: at most ${bar} x\n  ours ${ms(mine)}, kmod ${ms(kmods)}: ${ratio} x`);
}

function listFiles(folder, files = []) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) listFiles(path, files);
    else if (/\.ko(\.xz)?$/.test(entry.name)) files.push(path);
  }
  return files;
}

/** A program whose arguments come from a file: command lines of 10 000 words do not fit hyperfine's. */
function withArguments(name, program, words) {
  const list = join(scratch, `${name}.words`);
  writeFileSync(list, words.join("\0"));
  return `xargs -0 -n 100000 -s 2000000 -a ${list} ${program}`;
}

function benchModinfo(title, root, version, count) {
  const files = listFiles(join(root, "lib/modules", version)).toSorted();
  const ours = withArguments(`ours-${version}`, tool("modinfo"), files);
  const theirs = withArguments(`kmod-${version}`, "/sbin/modinfo", files);
  compare(`modinfo of all ${files.length} modules, ${title}`, "1.0", ours, theirs, count);
}

function benchResolve(root, version) {
  const text = readFileSync(join(root, "lib/modules", version, "modules.alias"), "latin1");
  const patterns = text.split("\n").flatMap((line) => line.match(/^alias (\S+) /)?.[1] ?? []);
  const names = patterns
    .filter((_, at) => at % 2 === 0)
    .slice(0, 10_000)
    .map((pattern) => pattern.replaceAll("*", "0"));
  const options = `-d ${root} -S ${version} -C /dev/null -R -a`;
  const ours = withArguments("resolve-ours", `${tool("modprobe")} ${options}`, names);
  const theirs = withArguments("resolve-kmod", `/sbin/modprobe ${options}`, names);
  compare(`modprobe -R -a of ${names.length} modaliases`, "1.3", ours, theirs);
}

need("hyperfine", "apt-get install hyperfine");
need("/sbin/modprobe", "apt-get install kmod");
const trees = treesFolder();
if (!existsSync(join(trees, "6.1"))) fail(`no module trees in ${trees}: run node scripts/fetch-trees.mjs`);
if (!existsSync(join(project, "dist/cli.cjs"))) fail("not built: run npm run build");
try {
  const root = join(trees, "6.1");
  const [version] = readdirSync(join(root, "lib/modules"));
  benchStart(root, version);
  benchModinfo("6.1, plain files", root, version);
  benchResolve(root, version);
  const newer = join(trees, "6.12");
  const [newerVersion] = readdirSync(join(newer, "lib/modules"));
  benchModinfo("6.12, xz files", newer, newerVersion, 3);
} finally {
  rmSync(scratch, { recursive: true });
}
