/**
 * The archives of an architecture: the static executable with all that belongs to it, and what is needed to link it
 * again.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { partsPath, staticPath } from "../build-static.mjs";
import { Failure, root } from "../project.mjs";
import { installedEntries } from "./contents.mjs";
import { MAKING, version } from "./facts.mjs";
import { componentsOf, licenceEntries } from "./licences.mjs";
import { linkedPackages } from "./packages.mjs";
import { makeArchive, stageEntries, walk } from "./stage.mjs";

const FILES = join(root, "scripts/release/files");

/** Puts the entries into a folder of the archive's name. Returns the archive's name. */
function archive(work, name, entries) {
  stageEntries(join(work, name), entries);
  makeArchive(join(MAKING, `${name}.tar.gz`), work, name);
  return `${name}.tar.gz`;
}

/** `kmod-ts-VERSION-linux-ARCHITECTURE.tar.gz`. */
export async function makeTarball(work, target, components) {
  return archive(work, `kmod-ts-${version}-linux-${target.name}`, [
    ...(await installedEntries(target)),
    ...licenceEntries("share/doc/kmod-ts", componentsOf(components, target)),
    { path: "share/doc/kmod-ts/CHANGELOG.md", file: join(root, "CHANGELOG.md") },
    { path: "install.sh", file: join(FILES, "install.sh"), isProgram: true },
  ]);
}

/** Replaces @NAMES@ in a text. */
function fill(file, values) {
  return readFileSync(join(FILES, file), "utf8").replaceAll(/@([A-Z]+)@/g, (_, name) => values[name]);
}

function relinkValues(target) {
  const { name, version: packageVersion, source, sourceVersion } = linkedPackages(target)["libc.a"];
  return {
    VERSION: version,
    ARCHITECTURE: target.name,
    CC: `${target.triplet}-gcc`,
    OBJCOPY: `${target.triplet}-objcopy`,
    QEMU: target.qemu,
    PACKAGE: name,
    PACKAGEVERSION: packageVersion,
    SOURCE: source,
    SOURCEVERSION: sourceVersion,
    SNAPSHOT: encodeURIComponent(sourceVersion),
  };
}

/** `kmod-ts-VERSION-linux-ARCHITECTURE-relink.tar.gz`. */
export function makeRelinkArchive(work, target, components) {
  const parts = partsPath(staticPath(target.name));
  if (!existsSync(join(parts, "link.args"))) throw new Failure(`${parts} is gone: remove the executable beside it too`);
  const files = walk(parts).filter(({ entry }) => entry.isFile() && entry.name !== "made");
  return archive(work, `kmod-ts-${version}-linux-${target.name}-relink`, [
    ...files.map(({ path }) => ({ path, file: join(parts, path) })),
    { path: "README", text: fill("relink-README", relinkValues(target)) },
    { path: "relink.sh", text: fill("relink.sh", relinkValues(target)), isProgram: true },
    ...licenceEntries("", componentsOf(components, target)),
  ]);
}
