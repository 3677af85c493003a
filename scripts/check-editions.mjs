/**
 * Do both editions of an installed package work where there is no compiler? Looks at every binary, makes links by `npx
 * kmod-ts install-links`, and puts to the tools what the clone's own answer as well.
 */

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { addonPath } from "./build-native.mjs";
import { Failure, root } from "./project.mjs";
import { executablePath, RELEASED } from "./release-binaries.mjs";
import { ownArchitecture } from "./static-targets.mjs";

const TREE = join(root, "fixtures/roots/workstation/root");
const PLACE = ["-d", TREE, "-S", "6.1.0-fixture", "-C", join(TREE, "etc/modprobe.d")];
const PACKED = ["gz", "xz", "zst"].map((suffix) => join(root, `fixtures/modules/gcc12-amd64-signed.ko.${suffix}`));

const QUESTIONS = [
  ["modprobe", ...PLACE, "-D", "acme_gpu"],
  ["modprobe", ...PLACE, "-R", "acme-speaker"],
  ["modinfo", PACKED[0]],
];

/** The clone cannot answer these without its addon. */
const WITH_ADDON = [...PACKED.slice(1).map((file) => ["modinfo", file]), ["depmod", "-n", "-b", TREE, "6.1.0-fixture"]];

/** ELF's numbers for Node's architectures. */
const ELF_MACHINES = { x64: 62, arm64: 183, arm: 40 };

function expectSame(what, found, wanted) {
  if (found !== wanted) throw new Failure(`${what}: expected\n${wanted}\nand not\n${found}`);
}

/** Both outputs of a program that is to end well. */
function outputOf([program, ...words], options = {}) {
  const { error, status, stdout, stderr } = spawnSync(program, words, { encoding: "utf8", ...options });
  if (error !== undefined) throw new Failure(`${program}: ${error.message}`);
  if (status !== 0) throw new Failure(`${[program, ...words].join(" ")}: exit status ${status}\n${stdout}${stderr}`);
  return { stdout, stderr };
}

/** Each is for the architecture whose folder it is in; the executables start, where qemu was there to make them. */
function checkBinaries(installed) {
  const { version } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  for (const { node, runner } of RELEASED) {
    const executable = executablePath(installed, node);
    for (const file of [addonPath(installed, node), executable].filter(existsSync)) {
      expectSame(`ELF machine of ${file}`, readFileSync(file).readUInt16LE(18), ELF_MACHINES[node]);
    }
    if (!existsSync(executable)) continue;
    expectSame(`mode of ${executable}`, (statSync(executable).mode & 0o111).toString(8), "111");
    expectSame(executable, outputOf([...runner, executable, "--version"]).stdout.split("\n")[0], `kmod-ts ${version}`);
  }
}

/** A PATH with Node, npm and a shell, and nothing else. */
function barePath(project) {
  const folder = join(project, "programs");
  mkdirSync(folder);
  for (const name of ["node", "npm", "npx", "sh", "env"]) symlinkSync(pathOf(name), join(folder, name));
  return folder;
}

function pathOf(name) {
  if (name === "node") return process.execPath;
  const paths = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name));
  const found = paths.find(existsSync);
  if (found === undefined) throw new Failure(`${name} is missing`);
  return found;
}

/** Links to the edition that is there; returns their folder. */
function makeLinks(project, installed, env) {
  const own = RELEASED.find(({ name }) => name === ownArchitecture())?.node;
  const executable = own === undefined ? "" : executablePath(installed, own);
  const program = existsSync(executable) ? executable : join(installed, "bin/kmod-ts.js");
  const folder = join(project, "new/bin");
  const { stderr } = outputOf(["npx", "kmod-ts", "install-links", folder], { cwd: project, env });
  const edition = program === executable ? "static" : "Node";
  if (!stderr.includes(`kmod-ts: links to the ${edition} edition, `))
    throw new Failure(`install-links said: ${stderr}`);
  for (const name of ["lsmod", "rmmod", "insmod", "modinfo", "modprobe", "depmod", "kmod"]) {
    expectSame(`where ${name} leads`, realpathSync(join(folder, name)), realpathSync(program));
  }
  return folder;
}

/** The same answers as the clone's Node edition gives. */
function ask(commandOf, env) {
  const questions = existsSync(addonPath(root)) ? [...QUESTIONS, ...WITH_ADDON] : QUESTIONS;
  for (const [name, ...words] of questions) {
    const { stdout } = outputOf([process.execPath, join(root, `bin/${name}.js`), ...words]);
    if (stdout === "") throw new Failure(`${name} ${words.join(" ")} prints nothing`);
    expectSame([name, ...words].join(" "), outputOf([...commandOf(name), ...words], { env }).stdout, stdout);
  }
}

/** In a namespace with a /proc/modules of the fixture's. Says so where none is to be had. */
function askLoaded(lsmod, env) {
  const script = 'mount -t tmpfs none /proc && cat "$1" >/proc/modules && PATH="$2" exec "$3"';
  const modules = join(TREE, "proc/modules");
  const inside = (...options) => ["unshare", ...options, "sh", "-c", script, "sh", modules, env.PATH, lsmod];
  const options = ["-m", "-rm"].find(
    (each) => spawnSync("unshare", [each, "mount", "-t", "tmpfs", "none", "/proc"]).status === 0,
  );
  if (options === undefined) return console.log("lsmod not asked: mounting needs root's rights or user namespaces");
  const lines = outputOf(inside(options)).stdout.trimEnd().split("\n");
  const names = readFileSync(modules, "utf8").trimEnd().split("\n");
  expectSame(
    "lines of lsmod",
    lines.map((line) => line.split(" ")[0]).join(" "),
    ["Module", ...names.map((line) => line.split(" ")[0])].join(" "),
  );
}

/** As on a machine that the package has no addon for, and that has a compiler. */
function buildAddon(installed) {
  const headers = join(dirname(process.execPath), "../include/node/node_api.h");
  if (!existsSync(headers) || spawnSync("cc", ["--version"]).status !== 0) {
    console.log("The addon is not built in the package: no C compiler, or a Node without headers");
    return;
  }
  rmSync(addonPath(installed), { force: true });
  outputOf(["npm", "run", "build:native"], { cwd: installed });
  const fields = outputOf([process.execPath, join(installed, "bin/modinfo.js"), PACKED[1]]).stdout;
  if (!/^vermagic: /m.test(fields)) throw new Failure(`modinfo with the addon that the package has built:\n${fields}`);
}

/** Throws a Failure, or returns when all is well. `project` has the package installed. */
export function checkEditions(project) {
  const installed = join(project, "node_modules/kmod-ts");
  checkBinaries(installed);
  const env = { ...process.env, PATH: barePath(project) };
  const links = makeLinks(project, installed, env);
  ask((name) => [join(links, name)], env);
  askLoaded(join(links, "lsmod"), env);
  if (existsSync(addonPath(installed))) ask((name) => [process.execPath, join(installed, `bin/${name}.js`)], env);
  else console.log("The Node edition not asked: it has no addon here");
  buildAddon(installed);
}
