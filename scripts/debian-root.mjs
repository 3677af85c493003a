#!/usr/bin/env node
/**
 * Makes the root of a whole Debian 12 with systemd, Debian's 6.1 kernel, kmod, initramfs-tools, dracut and dkms, and
 * beside it the packages of the 6.12 kernel, for test/debian:
 *
 *   ${KMOD_TS_CACHE:-${XDG_CACHE_HOME:-~/.cache}/kmod-ts}/debian-12/{root,packages,made-from}
 *
 * Needs root's rights and the packages debootstrap and debian-archive-keyring. It takes some three minutes; what is
 * there already is left alone: remove the folder for newer packages. An interrupted run leaves no half root.
 */

import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runInRoot } from "./debian-chroot.mjs";
import { Failure, isMain, main } from "./project.mjs";
import { aptFor, choosePackage, output } from "./trees-apt.mjs";
import { cacheFolder } from "./trees-folder.mjs";

/** What a root is made from; another list makes another root. */
const INCLUDED =
  "systemd-sysv udev dbus kmod initramfs-tools dracut-core zstd cpio dkms make gcc libc6-dev libelf1 libssl3 pahole linux-base " +
  "e2fsprogs dosfstools firmware-linux-free";

/** Kernels by the names of their image packages; the first is installed, the second is for later. */
const KERNELS = [
  { preferred: "linux-image-6.1.0-56-amd64", pattern: /^linux-image-6\.1\.0-\d+-amd64$/ },
  { preferred: "linux-image-6.12.117+deb12-amd64", pattern: /^linux-image-6\.12\.[\d.]+\+deb12-amd64$/ },
];

/** The image, and what modules are built with. */
function packagesOfKernel(image) {
  const release = image.slice("linux-image-".length);
  const headers = `linux-headers-${release}`;
  const short = release.startsWith("6.1.0-") ? "6.1" : release.replace(/-amd64$/, "");
  const compiler = short === "6.1" ? ["linux-compiler-gcc-12-x86"] : [];
  return [image, headers, headers.replace(/-amd64$/, "-common"), `linux-kbuild-${short}`, ...compiler];
}

/** The archive that apt takes this Debian from. */
function mirror() {
  const format = "$(REPO_URI) $(CODENAME) $(COMPONENT)";
  const lines = output("apt-get", ["indextargets", "--format", format, "Created-By: Packages"]).split("\n");
  const line = lines.find((each) => / bookworm main$/.test(each));
  if (line === undefined) throw new Failure("apt knows no archive of Debian 12 (bookworm main)");
  return line.split(" ")[0];
}

function inside(root, commands) {
  const { status, output: said } = runInRoot(root, commands);
  if (status !== 0) throw new Failure(`In the root of Debian, exit status ${status}:\n${said.slice(-3000)}`);
}

function fetchPackages(apt, names, folder) {
  mkdirSync(folder);
  output("apt-get", [...apt.options, "-q", "download", ...names], { cwd: folder });
}

/** The 6.12 headers come without their kernel, which they ask for: it is a test that installs it. */
function fill(work, images) {
  const apt = aptFor(undefined, "");
  const root = join(work, "root");
  console.log("debian-root: debootstrap");
  const words = ["--variant=minbase", `--include=${INCLUDED.replaceAll(" ", ",")}`, "bookworm", root, mirror()];
  output("debootstrap", words);
  const [old, later] = images;
  const [laterImage, ...laterHeaders] = packagesOfKernel(later);
  console.log(`debian-root: ${old}, ${later}`);
  fetchPackages(apt, [...packagesOfKernel(old), ...laterHeaders], join(root, "now"));
  fetchPackages(apt, [laterImage], join(work, "packages"));
  inside(root, "dpkg --force-depends -i /now/*.deb && rm -r /now && apt-get clean && rm -rf /var/lib/apt/lists/*");
}

/** The folder with `root` and `packages`, made first where it is not there or was made from another list. */
export function debianRoot() {
  const folder = join(cacheFolder(), "debian-12");
  const source = join(folder, "made-from");
  if (existsSync(source) && readFileSync(source, "utf8").endsWith(`\n${INCLUDED}\n`)) return folder;
  if (process.getuid?.() !== 0) throw new Failure("debian-root: needs root's rights (debootstrap, chroot)");
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(join(cacheFolder(), ".debian-12-"));
  try {
    const kernels = newestKernels();
    fill(work, kernels);
    writeFileSync(join(work, "made-from"), `${kernels.join("\n")}\n${INCLUDED}\n`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

/** Of each kernel the package that is to be taken. */
function newestKernels() {
  const apt = aptFor(undefined, "");
  return KERNELS.map((kernel) => choosePackage(apt, kernel));
}

if (isMain(import.meta.url)) await main(() => console.log(debianRoot()));
