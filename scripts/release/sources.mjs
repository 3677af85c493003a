/**
 * `npm run release -- --sources`: the source packages of the C libraries that are linked in, beside what was linked
 * with them, as the LGPL wants it. From Debian's archive, with apt's own checks.
 */

import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { output, Problem } from "../trees-apt.mjs";
import { MAKING } from "./facts.mjs";

/** apt's sources, asked for sources. */
function sourceLists() {
  const folder = "/etc/apt";
  const parts = readdirSync(join(folder, "sources.list.d")).map((name) => join("sources.list.d", name));
  const texts = ["sources.list", ...parts].flatMap((name) => {
    try {
      return [{ name, text: readFileSync(join(folder, name), "utf8") }];
    } catch (error) {
      if (error.code === "ENOENT") return [];
      throw error;
    }
  });
  const debian = texts.filter(({ text }) => /debian/.test(text));
  return debian.map(({ name, text }) => ({
    name: name.replace("/", "-"),
    text: text.replaceAll(/^deb /gm, "deb-src ").replaceAll(/^Types: deb$/gm, "Types: deb-src"),
  }));
}

function privateApt(work) {
  const parts = join(work, "sources");
  for (const folder of [parts, join(work, "lists/partial"), join(work, "cache/archives/partial")])
    mkdirSync(folder, { recursive: true });
  for (const { name, text } of sourceLists())
    writeFileSync(join(parts, name === "sources.list" ? "main.list" : name), text);
  const options = {
    "APT::Sandbox::User": process.getuid() === 0 ? "root" : "_apt",
    "Dir::Etc::sourcelist": "/dev/null",
    "Dir::Etc::sourceparts": parts,
    "Dir::State::Lists": join(work, "lists"),
    "Dir::Cache": join(work, "cache"),
  };
  return Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
}

/** A mirror may lack the source of what an older compiler package was built from. */
function download(apt, name, folder) {
  try {
    output("apt-get", [...apt, "-q", "source", "--only-source", "--download-only", name], { cwd: folder });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const [source, version] = name.split("=");
    const archive = `https://snapshot.debian.org/package/${source}/${encodeURIComponent(version)}/`;
    throw new Problem(`${error.message}\nIt is to be had from ${archive}`);
  }
}

/**
 * Puts the source packages of `glibc` among the components into the release, by way of a folder below `parent`. Returns
 * the files' names.
 */
export function fetchSources(parent, components) {
  const wanted = components.filter(({ name }) => name === "glibc").map(({ debian }) => debian);
  const packages = [...new Set(wanted.map(({ source, sourceVersion }) => `${source}=${sourceVersion}`))];
  const work = join(parent, "sources");
  const apt = privateApt(work);
  const found = join(work, "found");
  mkdirSync(found);
  output("apt-get", [...apt, "-q", "update"]);
  for (const name of packages) download(apt, name, found);
  const files = readdirSync(found).toSorted();
  for (const file of files) copyFileSync(join(found, file), join(MAKING, file));
  return files;
}
