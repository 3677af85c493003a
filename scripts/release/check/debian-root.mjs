/** A Debian 12 with kmod, and packages to install there. */

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Failure, run } from "../../project.mjs";
import { cacheFolder } from "../../trees-folder.mjs";
import { debianVersion, RELEASE } from "../facts.mjs";
import { runInside } from "./scratch.mjs";

/** Made once, as a folder that copies are taken from. */
function pristineRoot() {
  const folder = join(cacheFolder(), "release-debian-12");
  if (existsSync(folder)) return folder;
  console.log("Making a Debian 12 (debootstrap) …");
  mkdirSync(cacheFolder(), { recursive: true });
  const work = `${folder}.${process.pid}`;
  try {
    const options = ["--variant=minbase", "--include=kmod", "bookworm", work];
    run("debootstrap", options, { stdio: ["ignore", "ignore", "inherit"] });
    rmSync(join(work, "var/cache/apt/archives"), { recursive: true });
    mkdirSync(join(work, "var/cache/apt/archives/partial"), { recursive: true });
    // Whoever is in there has a /dev of its own: see scratch.mjs.
    rmSync(join(work, "dev"), { recursive: true });
    mkdirSync(join(work, "dev"));
    if (!existsSync(folder)) renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

/** The machine's own architecture, by dpkg's name. */
const architecture = () => run("dpkg", ["--print-architecture"], { encoding: "utf8", stdio: "pipe" }).stdout.trim();

/**
 * A fresh copy with our packages in /packages, and kmod's own in `kmod.deb`, a later one in `newer.deb`, one as in
 * Debian 13 in `moved.deb`.
 */
export function makeDebianRoot(folder) {
  if (spawnSync("cp", ["-a", `${pristineRoot()}/.`, folder]).status !== 0)
    throw new Failure("The root cannot be copied");
  const packages = join(folder, "packages");
  mkdirSync(packages);
  copyFileSync(join(RELEASE, `kmod-ts_${debianVersion}_${architecture()}.deb`), join(packages, "kmod-ts.deb"));
  copyFileSync(join(RELEASE, `kmod-ts-as-kmod_${debianVersion}_all.deb`), join(packages, "as-kmod.deb"));
  runInside(folder, REPACK);
}

/**
 * kmod's package is put together again from what is installed, with another version each time; the program says which
 * one it is.
 */
const REPACK = `set -e
mkdir -p /packages/work
cd /packages/work
dpkg-query -s kmod | sed '/^Status:/d; /^Conffiles:/,/^[^ ]/{/^Conffiles:/d;/^ /d}' >control
for file in $(dpkg-query -L kmod); do
	if [ ! -d "$file" ]; then
		mkdir -p "tree$(dirname "$file")"
		cp -a "$file" "tree$file"
	fi
done
mkdir -p tree/DEBIAN
for script in preinst postinst prerm postrm conffiles; do
	if [ -e /var/lib/dpkg/info/kmod.$script ]; then cp -a /var/lib/dpkg/info/kmod.$script tree/DEBIAN/$script; fi
done
cp control tree/DEBIAN/control
dpkg-deb --root-owner-group -Znone -b tree /packages/kmod.deb
sed 's/^Version: .*/Version: 90/' control >tree/DEBIAN/control
LC_ALL=C sed -i 's/kmod version 30/kmod version 90/' tree/bin/kmod
dpkg-deb --root-owner-group -Znone -b tree /packages/newer.deb
sed 's/^Version: .*/Version: 91/' control >tree/DEBIAN/control
LC_ALL=C sed -i 's/kmod version 90/kmod version 91/' tree/bin/kmod
mkdir -p tree/usr/bin tree/usr/sbin tree/usr/lib
mv tree/bin/* tree/usr/bin
mv tree/sbin/* tree/usr/sbin
mv tree/lib/* tree/usr/lib
rmdir tree/bin tree/sbin tree/lib
dpkg-deb --root-owner-group -Znone -b tree /packages/moved.deb
cd /
rm -rf /packages/work`;
