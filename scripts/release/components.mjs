/**
 * What is inside of a release beside our own code: npm packages, the engine, and libraries of Debian. A component is
 * `{ name, version, license, purl, text, ownText, editions, architecture }`: `license` by SPDX's names, `text` what has
 * to be said to whoever gets it (`ownText` without what every Debian has), `editions` where it is ("node", "static"),
 * `architecture` of uname(1) where it is for one only.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bundledPackages } from "../bundles.mjs";
import { PACKAGE, SHA512, VERSION } from "../engine.mjs";
import { Failure, root } from "../project.mjs";
import { targets } from "./facts.mjs";
import { linkedPackages } from "./packages.mjs";

const TEXTS = join(root, "scripts/release/licences");

/** Debian's libraries: their names, and their licences. */
const LIBRARIES = {
  "libc.a": { name: "glibc", license: "LGPL-2.1-or-later", also: ["LGPL-2.1"] },
  "libgcc.a": { name: "libgcc", license: "GPL-3.0-or-later WITH GCC-exception-3.1", also: ["GPL-3"] },
  "liblzma.a": { name: "liblzma", license: "LicenseRef-public-domain" },
  "libzstd.a": { name: "libzstd", license: "BSD-3-Clause" },
  "libz.a": { name: "zlib", license: "Zlib" },
};

const textOf = (name) => readFileSync(join(TEXTS, `${name}.txt`), "utf8");

/** Long licences, which every Debian has. */
const commonText = (name) => readFileSync(join("/usr/share/common-licenses", name), "utf8");

/** The licence in an npm package: a file of its own, or the end of its README. */
function packageText(folder, name) {
  const files = readdirSync(folder);
  const file = files.find((each) => /^licen[cs]e/i.test(each));
  if (file !== undefined) return readFileSync(join(folder, file), "utf8");
  const readme = files.find((each) => /^readme/i.test(each));
  const text = readme && /^#+ *licen[cs]e\s+([\s\S]*)/im.exec(readFileSync(join(folder, readme), "utf8"))?.[1];
  if (!text) throw new Failure(`The npm package ${name} has no text of its licence`);
  return text;
}

/** There may be several versions of a package, each in a folder of its own. */
function npmComponent(path, editions) {
  const folder = join(root, path);
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  const text = packageText(folder, name);
  return { name, version, license, purl, text, ownText: text, editions };
}

async function npmComponents() {
  const bundled = await bundledPackages();
  const folders = [...new Set([...bundled.node, ...bundled.static])].toSorted();
  return folders.map((path) =>
    npmComponent(
      path,
      ["node", "static"].filter((edition) => bundled[edition].includes(path)),
    ),
  );
}

function engine() {
  const text = textOf("quickjs");
  return {
    name: "QuickJS",
    version: VERSION,
    license: "MIT",
    purl: `pkg:npm/${PACKAGE}`,
    hash: Buffer.from(SHA512, "base64").toString("hex"),
    text,
    ownText: text,
    editions: ["static"],
  };
}

function debianComponents(target) {
  return Object.entries(linkedPackages(target)).map(([file, debian]) => {
    const { name, license, also = [] } = LIBRARIES[file];
    const query = `arch=${debian.name.endsWith("-cross") ? "all" : target.debian}`;
    return {
      name,
      version: debian.version,
      license,
      purl: `pkg:deb/debian/${debian.name}@${encodeURIComponent(debian.version)}?${query}`,
      debian,
      text: [textOf(name), ...also.map(commonText)].join("\n\n"),
      ownText: textOf(name),
      editions: ["static"],
      architecture: target.name,
    };
  });
}

/** All of them: npm packages, and where there are executables the engine and the libraries for each architecture. */
export async function allComponents(of = targets) {
  return [...(await npmComponents()), ...(of.length === 0 ? [] : [engine()]), ...of.flatMap(debianComponents)];
}
