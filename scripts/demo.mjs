/** What `npm start` shows: the tools on the bundled module tree, and on this machine's own modules where it has some. */

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeSync } from "node:fs";
import { release } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Failure, root } from "./project.mjs";

const WORKSTATION = "fixtures/roots/workstation/root";
const CROSSROADS = "fixtures/roots/crossroads/root";
const VERSION = "6.1.0-fixture";
const MODPROBE = `modprobe -d ${WORKSTATION} -S ${VERSION} -C ${WORKSTATION}/etc/modprobe.d`;

/** The exit status of `check` and `lint` where they have found something. */
const FOUND = 3;

/**
 * What a tool shows, and the exit status that it has to end with. Each takes less than a screen of 24 lines by 80
 * columns.
 */
const SCENES = [
  { title: "What is loaded, as the fixture's /proc/modules has it", line: "lsmod" },
  { title: "What loading a module would run, in order", line: `${MODPROBE} -D acme_audio` },
  { title: "Why a module is not loaded", line: `kmod-ts explain --root ${CROSSROADS} acme_touch` },
  { title: "Devices, and why one has no driver", line: `kmod-ts devices --root ${WORKSTATION}` },
  { title: "Configuration that does not do what it says", line: `kmod-ts lint --root ${CROSSROADS}`, ends: FOUND },
  {
    title: "Whether a kernel would take a module",
    line: `kmod-ts check --root ${WORKSTATION} fixtures/modules/gcc12-amd64.ko`,
    ends: FOUND,
  },
];

/** Whoever read has gone, and wants no more. */
class ClosedPipe extends Error {}

/** The exit status that says so. */
const CLOSED_PIPE = 141;

/** How wide lines of this machine's own may be. */
const COLUMNS = process.stdout.columns ?? 80;

const paint = process.stdout.isTTY && !process.env.NO_COLOR ? (text) => `\x1b[1m${text}\x1b[0m` : (text) => text;

function say(text) {
  try {
    writeSync(1, `${text}\n`);
  } catch (error) {
    throw error.code === "EPIPE" ? new ClosedPipe() : error;
  }
}

function announce(title, line) {
  say(`\n${paint(`# ${title}`)}\n${paint(`$ ${line}`)}`);
}

/**
 * The state of the kernel cannot be moved by an option, so /proc and /sys are looked for in the fixture. Paths are byte
 * strings.
 */
function inFixture(files) {
  const fixture = Buffer.from(join(root, WORKSTATION)).toString("latin1");
  const moved = (path) => (/^\/(?:proc|sys)(?:\/|$)/.test(path) ? fixture + path : path);
  const move = ([name, method]) => [name, (path, ...rest) => method(moved(path), ...rest)];
  return Object.fromEntries(Object.entries(files).map(move));
}

async function showFixture() {
  const load = (file) => import(pathToFileURL(join(root, "dist", file)).href);
  const [{ run }, { nodePlatform }] = await Promise.all([load("cli/run.js"), load("node/platform.js")]);
  const platform = nodePlatform();
  const rooted = { ...platform, files: inFixture(platform.files) };
  process.chdir(root);
  for (const { title, line, ends = 0 } of SCENES) {
    announce(title, line);
    // Those of kmod-ts are told by --root where to look.
    const status = run(line.split(" "), line.startsWith("kmod-ts") ? platform : rooted);
    if (status === CLOSED_PIPE) throw new ClosedPipe();
    if (status !== ends) throw new Failure(`${line}: exit status ${status}`);
    if (status === FOUND) say("(exit status 3: something was found)");
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
  for (const text of lines.slice(0, most)) say(text.length > COLUMNS ? `${text.slice(0, COLUMNS - 1)}…` : text);
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

/** Prints everything; throws a Failure where a tool does not end as it should on a fixture. */
export async function demonstrate() {
  try {
    await showAll();
  } catch (error) {
    if (!(error instanceof ClosedPipe)) throw error;
    process.exitCode = CLOSED_PIPE;
  }
}

async function showAll() {
  await showFixture();
  showMachine();
  say("\nRun any of these yourself behind 'npm start --', for instance: npm start -- kmod-ts devices");
}
