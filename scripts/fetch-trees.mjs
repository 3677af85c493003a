#!/usr/bin/env node
/**
 * Fetches the real module trees that test/conformance, test/kernel and bench work on: Debian's 6.1 and 6.12 kernels, User
 * Mode Linux, and 6.1 kernels of other architectures, one of which is big-endian and one 32-bit. Each is downloaded with apt,
 * unpacked without being installed, and indexed by the system's depmod:
 *
 *   ${KMOD_TS_CACHE:-${XDG_CACHE_HOME:-~/.cache}/kmod-ts}/trees/{6.1,6.12,uml,arm64,s390x,armhf}/lib/modules/VERSION
 *
 * The 6.12 kernel itself is kept too, in trees/6.12/boot, for test/kernel to start; and what modules are built with against the
 * 6.1 kernel, in trees/headers, for test/conformance/callers.test.ts; and what Debian's packages say to modprobe, depmod and
 * systemd-modules-load, in trees/configurations/PACKAGE, for test/conformance/lint.test.ts.
 *
 * `trees/NAME/package` says which package it was. A tree that is there is left alone: remove its folder to fetch a
 * newer one. An interrupted run leaves no half tree.
 */

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { aptFor, candidateVersion, choosePackage, output, Problem, requireApt, unpackPackage } from "./trees-apt.mjs";
import { treesFolder } from "./trees-folder.mjs";

const TREES = [
  {
    name: "6.1",
    preferred: "linux-image-6.1.0-56-amd64",
    pattern: /^linux-image-6\.1\.0-\d+-amd64$/,
    modules: "lib/modules",
  },
  {
    name: "6.12",
    preferred: "linux-image-6.12.117+deb12-amd64",
    pattern: /^linux-image-6\.12\.[\d.]+\+deb12-amd64$/,
    modules: "lib/modules",
    // test/kernel starts it.
    kernel: "boot",
  },
  { name: "uml", preferred: "user-mode-linux", pattern: /^user-mode-linux$/, modules: "usr/lib/uml/modules" },
  {
    name: "arm64",
    architecture: "arm64",
    preferred: "linux-image-6.1.0-56-arm64",
    pattern: /^linux-image-6\.1\.0-\d+-arm64$/,
    modules: "lib/modules",
  },
  {
    // Big-endian.
    name: "s390x",
    architecture: "s390x",
    preferred: "linux-image-6.1.0-50-s390x",
    pattern: /^linux-image-6\.1\.0-\d+-s390x$/,
    modules: "lib/modules",
  },
  {
    // 32-bit.
    name: "armhf",
    architecture: "armhf",
    preferred: "linux-image-6.1.0-50-armmp",
    pattern: /^linux-image-6\.1\.0-\d+-armmp$/,
    modules: "lib/modules",
  },
];

/** Packages with files in modprobe.d, depmod.d or modules-load.d. */
const CONFIGURED =
  "aoetools awesfx cryptmount cups-filters dkms dlm-controld drbd-utils ecryptfs-utils feedbackd fwupd garmin-forerunner-tools " +
  "i8kutils iwd kmod lava-dispatcher libddccontrol0 libhackrf0 libnfc6 libopenni-sensor-pointclouds0 libopenni-sensor-primesense0 " +
  "libpsm2-2-compat libvpb1 mdadm multipath-tools nbd-client ndctl octavia-agent open-vm-tools-desktop " +
  "openstack-cluster-installer-poc osspd owfs-common ppp-gatekeeper pptpd rdma-core stlink-tools systemd systemd-zram-generator " +
  "tuned udev w1retap";
const CONFIGURATION = ["etc", "lib", "usr/lib"].flatMap((folder) =>
  ["modprobe.d", "depmod.d", "modules-load.d"].map((name) => `${folder}/${name}`),
);

const trees = treesFolder();

function requirePrograms() {
  requireApt();
  if (depmodPath() === undefined) throw new Problem("depmod is missing: apt-get install kmod");
}

/** depmod lives in a folder that is not on every user's PATH. */
function depmodPath() {
  return ["/sbin/depmod", "/usr/sbin/depmod", "/usr/bin/depmod"].find((path) => existsSync(path));
}

/** Makes `trees/NAME` from what `fill` puts into a temporary folder, renamed into place when it is whole. */
function makeFolder(name, fill) {
  const target = join(trees, name);
  const work = mkdtempSync(join(trees, ".fetching-"));
  try {
    const finished = join(work, "finished");
    mkdirSync(finished);
    const source = fill(finished, work);
    writeFileSync(join(finished, "package"), `${source}\n`);
    rmSync(target, { recursive: true, force: true });
    renameSync(finished, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  console.log(`${name}: ready (${target})`);
}

function fetchTree(tree) {
  const target = join(trees, tree.name);
  if (existsSync(join(target, "package")) && (tree.kernel === undefined || existsSync(join(target, tree.kernel)))) {
    console.log(`${tree.name}: there already (${target})`);
    return;
  }
  requirePrograms();
  makeFolder(tree.name, (finished, work) => {
    const apt = aptFor(tree.architecture, work);
    const name = choosePackage(apt, tree);
    const source = `${name} ${candidateVersion(apt, name)}`;
    console.log(`${tree.name}: fetching ${source}`);
    const unpacked = unpackPackage(apt, name, work);
    mkdirSync(join(finished, "lib"));
    renameSync(join(unpacked, tree.modules), join(finished, "lib/modules"));
    if (tree.kernel !== undefined) renameSync(join(unpacked, tree.kernel), join(finished, tree.kernel));
    for (const release of readdirSync(join(finished, "lib/modules"))) {
      output(depmodPath(), ["-b", finished, release]);
    }
    return source;
  });
}

/** The headers of exactly the kernel that the 6.1 tree is of, as they lie below `/`; their links are relative. */
function fetchHeaders() {
  const release = readFileSync(join(trees, "6.1/package"), "utf8").split(" ")[0].slice("linux-image-".length);
  const package_ = join(trees, "headers/package");
  if (existsSync(package_) && readFileSync(package_, "utf8").startsWith(`linux-headers-${release} `)) {
    console.log(`headers: there already (${join(trees, "headers")})`);
    return;
  }
  requirePrograms();
  makeFolder("headers", (finished, work) => {
    const apt = aptFor(undefined, work);
    const own = `linux-headers-${release}`;
    if (candidateVersion(apt, own) === undefined) {
      throw new Problem(`apt offers no ${own} any more: remove ${join(trees, "6.1")} to fetch a newer kernel`);
    }
    const source = `${own} ${candidateVersion(apt, own)}`;
    console.log(`headers: fetching ${source}`);
    mkdirSync(join(finished, "usr/src"), { recursive: true });
    mkdirSync(join(finished, "usr/lib"));
    for (const name of [own, own.replace(/-[^-]+$/, "-common"), "linux-kbuild-6.1"]) {
      const unpacked = unpackPackage(apt, name, work);
      for (const part of ["usr/src", "usr/lib"]) moveEntries(join(unpacked, part), join(finished, part));
    }
    return source;
  });
}

function moveEntries(from, to) {
  if (!existsSync(from)) return;
  for (const name of readdirSync(from)) renameSync(join(from, name), join(to, name));
}

/** Of each package only the folders with configuration. */
function fetchConfigurations() {
  const target = join(trees, "configurations");
  if (existsSync(join(target, "package"))) {
    console.log(`configurations: there already (${target})`);
    return;
  }
  requirePrograms();
  makeFolder("configurations", (finished, work) => {
    const apt = aptFor(undefined, work);
    const names = CONFIGURED.split(" ").filter((name) => candidateVersion(apt, name) !== undefined);
    if (names.length === 0) throw new Problem("apt offers none of the packages with configuration files");
    console.log(`configurations: fetching ${names.length} packages`);
    for (const name of names) {
      const unpacked = unpackPackage(apt, name, work);
      for (const folder of CONFIGURATION.filter((each) => existsSync(join(unpacked, each)))) {
        mkdirSync(join(finished, name, dirname(folder)), { recursive: true });
        renameSync(join(unpacked, folder), join(finished, name, folder));
      }
      rmSync(unpacked, { recursive: true });
    }
    return `${names.length} packages`;
  });
}

try {
  mkdirSync(trees, { recursive: true });
  for (const tree of TREES) fetchTree(tree);
  fetchHeaders();
  fetchConfigurations();
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(`fetch-trees: ${error.message}`);
  process.exitCode = 1;
}
