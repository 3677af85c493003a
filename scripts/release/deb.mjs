/** Makes a .deb of entries (see stage.mjs) and a control file, by dpkg-deb. */

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { run } from "../project.mjs";
import { debianVersion, MAKING, steadyEnvironment } from "./facts.mjs";
import { placeEntry, settle, stageEntries, walk } from "./stage.mjs";

/** KiB, as Debian's policy counts them: rounded up for each file, and one for everything else. */
function installedSize(folder) {
  const sizes = walk(folder).map(({ path, entry }) =>
    entry.isFile() ? Math.ceil(statSync(join(folder, path)).size / 1024) : 1,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function checksums(folder) {
  const files = walk(folder).filter(({ entry }) => entry.isFile());
  const lines = files.map(({ path }) => {
    const sum = createHash("md5")
      .update(readFileSync(join(folder, path)))
      .digest("hex");
    return `${sum}  ${path}\n`;
  });
  return lines.join("");
}

/** A description's lines behind the first. */
const paragraphs = (lines) => lines.map((line) => ` ${line === "" ? "." : line}\n`).join("");

function controlText(fields, size) {
  const { Description: description, ...others } = { ...fields, "Installed-Size": String(size) };
  const lines = Object.entries(others).map(([name, value]) => `${name}: ${value}\n`);
  const [first, ...more] = description;
  return `${lines.join("")}Description: ${first}\n${paragraphs(more)}`;
}

/**
 * Makes `PACKAGE_VERSION_ARCHITECTURE.deb` in the release folder. `fields` are those of the control file, Description
 * as an array of lines; `scripts` the maintainer scripts by name. Returns the file's name.
 */
export function makeDeb(work, fields, entries, scripts = {}) {
  const { Package: name, Architecture: architecture } = fields;
  const folder = join(work, `${name}_${architecture}`);
  stageEntries(folder, entries);
  const control = controlText(fields, installedSize(folder));
  const sums = checksums(folder);
  mkdirSync(join(folder, "DEBIAN"));
  placeEntry(folder, { path: "DEBIAN/control", text: control });
  placeEntry(folder, { path: "DEBIAN/md5sums", text: sums });
  for (const [script, text] of Object.entries(scripts))
    placeEntry(folder, { path: `DEBIAN/${script}`, text, isProgram: true });
  settle(folder);
  const output = `${name}_${debianVersion}_${architecture}.deb`;
  const steady = ["--root-owner-group", "--threads-max=1", "-Zxz", "-z6"];
  run("dpkg-deb", [...steady, "--build", folder, join(MAKING, output)], {
    env: steadyEnvironment(),
    stdio: ["ignore", "ignore", "inherit"],
  });
  rmSync(folder, { recursive: true });
  return output;
}
