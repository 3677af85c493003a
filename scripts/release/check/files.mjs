/** Checks of the released files as files. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, root, run } from "../../project.mjs";
import { debianVersion, RELEASE, targets, version } from "../facts.mjs";
import { sha256 } from "../hashes.mjs";

/** What a release is, without the sources that it may have. */
function expectedFiles() {
  const archives = targets.flatMap(({ name, debian }) => [
    `kmod-ts-${version}-linux-${name}.tar.gz`,
    `kmod-ts-${version}-linux-${name}-relink.tar.gz`,
    `kmod-ts_${debianVersion}_${debian}.deb`,
  ]);
  const others = [`kmod-ts-${version}.tgz`, `kmod-ts-as-kmod_${debianVersion}_all.deb`, `kmod-ts-${version}.cdx.json`];
  return [...archives, ...others, "SHA256SUMS"];
}

export function checkSums() {
  const files = readdirSync(RELEASE);
  const missing = expectedFiles().filter((name) => !files.includes(name));
  if (missing.length > 0) throw new Failure(`The release lacks ${missing.join(", ")}`);
  run("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], { cwd: RELEASE });
  const listed = readFileSync(join(RELEASE, "SHA256SUMS"), "utf8").match(/\S+$/gm);
  const unlisted = files.filter((name) => name !== "SHA256SUMS" && !listed.includes(name));
  if (unlisted.length > 0) throw new Failure(`SHA256SUMS lacks ${unlisted.join(", ")}`);
}

const readSbom = () => JSON.parse(readFileSync(join(RELEASE, `kmod-ts-${version}.cdx.json`), "utf8"));

export function checkSbom() {
  const sbom = readSbom();
  const known = new Set([sbom.metadata.component, ...sbom.components].map((component) => component["bom-ref"]));
  if (known.size !== sbom.components.length + 1) throw new Failure("The SBOM has two components of one name");
  for (const { ref, dependsOn } of sbom.dependencies) {
    const unknown = [ref, ...dependsOn].filter((name) => !known.has(name));
    if (unknown.length > 0) throw new Failure(`The SBOM speaks of ${unknown.join(", ")}`);
  }
  for (const { name, hashes } of sbom.components.filter(({ type }) => type === "file"))
    if (hashes[0].content !== sha256(RELEASE, name)) throw new Failure(`The SBOM has another ${name}`);
  for (const name of ["glibc", "libgcc", "liblzma", "libzstd", "zlib"]) {
    const count = sbom.components.filter((component) => component.name === name).length;
    if (count !== targets.length) throw new Failure(`The SBOM has ${count} ${name}, not one for each architecture`);
  }
}

/** What was bundled is what the lock file says. */
export function checkLocked() {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const locked = Object.entries(packages).map(
    ([path, { version }]) => `${path.replace(/^.*node_modules\//, "")}@${version}`,
  );
  const { components } = readSbom();
  const bundled = components.filter(({ name, purl }) => purl?.startsWith("pkg:npm/") && name !== "QuickJS");
  const others = bundled
    .map((component) => `${component.name}@${component.version}`)
    .filter((name) => !locked.includes(name));
  if (bundled.length === 0 || others.length > 0) throw new Failure(`package-lock.json has no ${others.join(", ")}`);
}

export function checkLintian() {
  const packages = readdirSync(RELEASE).filter((name) => name.endsWith(".deb"));
  const asRoot = process.getuid() === 0 ? ["--allow-root"] : [];
  run("lintian", [...asRoot, "--fail-on", "error,warning", ...packages], { cwd: RELEASE });
}
