/**
 * `npm run release`: everything that is published, into release/, or a message that names the Debian packages that it
 * needs. The files depend on the commit, on the versions of those packages, and on nothing else. With `--sources` also
 * the sources of the C libraries that are linked in.
 */

import { spawnSync } from "node:child_process";
import { chmodSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "../build.mjs";
import { ensureInstalled } from "../install.mjs";
import { Failure, isMain, main } from "../project.mjs";
import { buildBinaries } from "../release-binaries.mjs";
import { Problem } from "../trees-apt.mjs";
import { makeRelinkArchive, makeTarball } from "./archives.mjs";
import { warnOfChanges } from "./changes.mjs";
import { allComponents } from "./components.mjs";
import { makePackage, makeReplacement } from "./debian.mjs";
import { MAKING, RELEASE, targets } from "./facts.mjs";
import { writeSums } from "./hashes.mjs";
import { componentsOf } from "./licences.mjs";
import { makeInPlace } from "./making.mjs";
import { makeNpmTarball } from "./npm.mjs";
import { writeSbom } from "./sbom.mjs";
import { fetchSources } from "./sources.mjs";

/** Programs beside the compilers, and Debian's packages that have them. */
const PROGRAMS = { tar: "tar", gzip: "gzip", "dpkg-deb": "dpkg", "dpkg-query": "dpkg", "apt-get": "apt", git: "git" };

function requirePrograms() {
  const missing = Object.keys(PROGRAMS).filter((program) => spawnSync(program, ["--version"]).status !== 0);
  const packages = [...new Set(missing.map((program) => PROGRAMS[program]))];
  if (missing.length > 0) throw new Failure(`A release needs ${missing.join(", ")}: packages ${packages.join(" ")}`);
}

/** The files for one architecture: `{ name, components }`. */
async function makeForTarget(work, turn, target, all) {
  const components = componentsOf(all, target);
  const names = [];
  for (const make of [makeTarball, makeRelinkArchive, makePackage]) {
    names.push(await make(work, target, all));
    await turn();
  }
  return names.map((name) => ({ name, components }));
}

/** Returns the names of all files. */
async function makeEverything(work, turn, withSources) {
  const all = await allComponents();
  const files = [{ name: makeNpmTarball(work, all), components: all }];
  await turn();
  for (const target of targets) files.push(...(await makeForTarget(work, turn, target, all)));
  files.push({ name: makeReplacement(work), components: [] });
  const others = withSources ? fetchSources(work, all) : [];
  const names = [...files.map(({ name }) => name), writeSbom(files, all), ...others];
  writeSums(names);
  for (const name of [...names, "SHA256SUMS"]) chmodSync(join(MAKING, name), 0o644);
  return [...names, "SHA256SUMS"];
}

async function release({ sources }) {
  requirePrograms();
  warnOfChanges(sources);
  ensureInstalled();
  await buildBinaries({ all: true });
  await build();
  let names;
  try {
    await makeInPlace(async (work, turn) => {
      names = await makeEverything(work, turn, sources);
    });
  } catch (error) {
    throw error instanceof Problem ? new Failure(error.message) : error;
  }
  for (const name of names) console.log(`release/${name}: ${(statSync(join(RELEASE, name)).size / 1e6).toFixed(2)} MB`);
}

if (isMain(import.meta.url)) {
  await main(() => release(parseArgs({ options: { sources: { type: "boolean", default: false } } }).values));
}
