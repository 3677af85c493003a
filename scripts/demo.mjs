/** What `npm start` shows: the tools on the bundled module tree, and on this machine's own modules where it has some. */

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeSync } from "node:fs";
import { release } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { Failure, root } from "./project.mjs";

const ROOT = "fixtures/roots/workstation/root";
const VERSION = "6.1.0-fixture";
const CONFIGURATION = `-C ${ROOT}/etc/modprobe.d`;

const SCENES = [
  ["What is loaded, as the fixture's /proc/modules has it", "lsmod"],
  ["The same, as a tree of who uses whom", "lsmod --tree"],
  ["One module, from its file", `modinfo ${ROOT}/lib/modules/${VERSION}/kernel/drivers/gpu/acme_gpu.ko`],
  ["One field of a module, by name", `modinfo -b ${ROOT} -k ${VERSION} -F description acme-core`],
  ["What loading would run, in order", `modprobe -d ${ROOT} -S ${VERSION} ${CONFIGURATION} -D acme_audio`],
  ["Which module serves an alias", `modprobe -d ${ROOT} -S ${VERSION} ${CONFIGURATION} -R acme-speaker`],
];

const paint = process.stdout.isTTY && !process.env.NO_COLOR ? (text) => `\x1b[1m${text}\x1b[0m` : (text) => text;

function say(text) {
  writeSync(1, `${text}\n`);
}

function announce(title, line) {
  say(`\n${paint(`# ${title}`)}\n${paint(`$ ${line}`)}`);
}

/** The state of the kernel cannot be moved by an option, so /proc and /sys are looked for in the fixture. */
function inFixture(files) {
  const moved = (path) => (/^\/(?:proc|sys)(?:\/|$)/.test(path) ? join(root, ROOT, path) : path);
  const move = ([name, method]) => [name, (path, ...rest) => method(moved(path), ...rest)];
  return Object.fromEntries(Object.entries(files).map(move));
}

async function showFixture() {
  const load = (file) => import(pathToFileURL(join(root, "dist", file)).href);
  const [{ run }, { nodePlatform }] = await Promise.all([load("cli/run.js"), load("node/platform.js")]);
  const platform = nodePlatform();
  const rooted = { ...platform, files: inFixture(platform.files) };
  process.chdir(root);
  for (const [title, line] of SCENES) {
    announce(title, line);
    const status = run(line.split(" "), rooted);
    if (status !== 0) throw new Failure(`${line}: exit status ${status}`);
  }
}

/** At most so many lines of what a tool prints here. */
function showHere(title, words, most) {
  const [name, ...rest] = words;
  announce(title, words.join(" "));
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, "bin", `${name}.js`), ...rest], {
    encoding: "utf8",
  });
  const lines = (stdout + stderr).trimEnd().split("\n");
  say(lines.slice(0, most).join("\n"));
  if (lines.length > most) say(`… ${lines.length - most} more lines`);
}

function loadedHere() {
  try {
    return readFileSync("/proc/modules", "latin1")
      .split("\n")
      .flatMap((line) => line.split(" ", 1))
      .filter(Boolean);
  } catch {
    return [];
  }
}

function showMachine() {
  const loaded = loadedHere();
  if (loaded.length > 0) showHere("This machine: what is loaded", ["lsmod"], 12);
  else say("\nThis machine has no modules loaded.");
  const index = join("/lib/modules", release(), "modules.dep");
  if (!existsSync(index)) return;
  const name = loaded[0] ?? readFileSync(index, "latin1").match(/([^/]+)\.ko/)?.[1];
  if (name !== undefined) showHere("This machine: one of its modules", ["modinfo", name], 12);
}

/** Prints everything; throws a Failure where a tool fails on the fixture. */
export async function demonstrate() {
  await showFixture();
  showMachine();
  say(
    `\nRun one yourself: npm start -- modinfo ${relative(process.cwd(), join(root, ROOT))}/lib/modules/${VERSION}/kernel/sound/acme_audio.ko`,
  );
}
