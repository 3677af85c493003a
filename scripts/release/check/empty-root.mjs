/** The tar.gz in a root that has busybox, man and nothing else: no Node, no libraries of ours. */

import { copyFileSync, cpSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure, root, run } from "../../project.mjs";
import { ownArchitecture } from "../../static-targets.mjs";
import { RELEASE, version } from "../facts.mjs";
import { checkInstallScript } from "./install-script.mjs";
import { inScratch, runInside } from "./scratch.mjs";

const MACHINE = "fixtures/roots/workstation/root";
const KERNEL = "6.1.0-fixture";

function outputOf(program, args) {
  return run(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).stdout;
}

/** A program of this machine's, with its libraries. */
function bring(folder, program, name) {
  const libraries = outputOf("ldd", [program]).match(/\/\S+/g);
  for (const file of libraries) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    copyFileSync(file, join(folder, file));
  }
  copyFileSync(program, join(folder, name));
}

function makeRoot(folder) {
  for (const name of ["bin", "dev", "proc", "tmp", "usr/local", "lib", "etc"])
    mkdirSync(join(folder, name), { recursive: true });
  copyFileSync("/bin/busybox", join(folder, "bin/busybox"));
  for (const name of ["sh", "find", "mkdir", "cp", "mv", "rm", "rmdir", "dirname", "ls", "cat"])
    symlinkSync("busybox", join(folder, "bin", name));
  // Debian's name for mandoc's man(1).
  bring(folder, "/usr/bin/mandoc", "bin/mman");
  cpSync(join(root, MACHINE), folder, { recursive: true });
  run("tar", [
    "-xzf",
    join(RELEASE, `kmod-ts-${version}-linux-${ownArchitecture()}.tar.gz`),
    "-C",
    join(folder, "tmp"),
  ]);
}

/** By their paths: busybox's shell takes its own modprobe and modinfo where it is told a name. */
const TOOLS = "/usr/local/libexec/kmod-ts";

/** Each with what its output has to be like. */
const QUESTIONS = [
  ["kmod-ts --version", new RegExp(`^kmod-ts ${version.replaceAll(".", "\\.")}\n`)],
  [
    `${TOOLS}/modprobe -S ${KERNEL} -D acme_gpu`,
    /^insmod \/lib\/modules\/\S+\/acme-core\.ko[\s\S]*insmod \/lib\/modules\/\S+\/acme_gpu\.ko/,
  ],
  [`${TOOLS}/modinfo -F license $(find /lib/modules -name '*.ko.xz')`, /^Dual MIT\/GPL\n$/],
  ["mman -M /usr/local/share/man kmod-ts | cat", /KMOD-TS\(8\)/],
  ["mman -M /usr/local/share/man 5 kmod-ts-modprobe.d | cat", /KMOD-TS-MODPROBE\.D\(5\)/],
];

function check(folder) {
  makeRoot(folder);
  runInside(folder, "cd /tmp/kmod-ts-*/ && sh ./install.sh");
  for (const [question, expected] of QUESTIONS) {
    const answer = runInside(folder, question);
    if (!expected.test(answer)) throw new Failure(`In an empty root \`${question}\` says:\n${answer}`);
  }
  runInside(folder, "cd /tmp/kmod-ts-*/ && sh ./install.sh --uninstall");
  checkInstallScript(folder);
}

export const checkEmptyRoot = () => inScratch(check);
