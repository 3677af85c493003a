/** Which Debian packages the parts of a static executable come from. */

import { realpathSync } from "node:fs";
import { Failure } from "../project.mjs";
import { fetchedPackages, fileOfCompiler } from "../static-targets.mjs";
import { output } from "../trees-apt.mjs";

/** What is linked in, by the name of the file that the compiler finds, with the names of its source package. */
const LINKED = {
  "libc.a": /^glibc$/,
  "libgcc.a": /^gcc-\d+$/,
  "liblzma.a": /^xz-utils$/,
  "libzstd.a": /^libzstd$/,
  "libz.a": /^zlib$/,
};

/**
 * The package that brought a file, as dpkg knows it. A cross compiler's libraries are built from another package's
 * source.
 */
function packageOf(file, pattern) {
  const owner = output("dpkg-query", ["-S", realpathSync(file)]).split(": ")[0];
  const fields = ["Package", "Version", "source:Package", "source:Version", "Built-Using"];
  const format = fields.map((field) => `\${${field}}`).join("\\t");
  const [name, version, ...origin] = output("dpkg-query", ["-W", `-f=${format}`, owner]).split("\t");
  const [source, sourceVersion, builtUsing] = origin;
  if (pattern.test(source)) return { name, version, source, sourceVersion };
  const used = Array.from(builtUsing.matchAll(/(\S+) \(= ([^)]+)\)/g)).find(([, from]) => pattern.test(from));
  if (used === undefined) throw new Failure(`Debian's ${name} does not say from which source ${file} was built`);
  return { name, version, source: used[1], sourceVersion: used[2] };
}

/** `{ name, version, source, sourceVersion }` by the file's name, for all of LINKED. */
export function linkedPackages(target) {
  const fetched = target.isOwn ? {} : fetchedPackages(target);
  const files = Object.entries(LINKED).map(([file, pattern]) => [
    file,
    fetched[file] ?? packageOf(fileOfCompiler(target.compiler, file), pattern),
  ]);
  return Object.fromEntries(files);
}
