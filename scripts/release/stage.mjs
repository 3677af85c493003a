/** Files on their way into an archive: their modes and times are said here, whatever the umask and the checkout say. */

import {
  chmodSync,
  copyFileSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { run } from "../project.mjs";
import { releaseTime, steadyEnvironment } from "./facts.mjs";

/**
 * What is put somewhere: `path` below the folder, and one of `file` (a file to copy), `text` (to write), `link` (a
 * symbolic link's target). `isProgram` makes it executable, `isPacked` compresses it with gzip and adds .gz to its
 * name.
 */
export function placeEntry(folder, { path, file, text, link, isProgram, isPacked }) {
  const output = join(folder, path);
  mkdirSync(dirname(output), { recursive: true });
  if (link !== undefined) symlinkSync(link, output);
  else {
    if (file === undefined) writeFileSync(output, text);
    else copyFileSync(file, output);
    chmodSync(output, isProgram ? 0o755 : 0o644);
  }
  if (isPacked) run("gzip", ["-9n", output]);
}

/** An empty folder with the entries in it, all with the release's time. */
export function stageEntries(folder, entries) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const entry of entries) placeEntry(folder, entry);
  settle(folder);
}

/** Gives everything below a folder, and the folder, the release's time, and folders the usual mode. */
export function settle(folder) {
  for (const { path, entry } of [...walk(folder), { path: "", entry: undefined }]) {
    const full = join(folder, path);
    if (entry === undefined || entry.isDirectory()) chmodSync(full, 0o755);
    lutimesSync(full, releaseTime(), releaseTime());
  }
}

/** Everything below a folder, sorted by path: `{ path, entry }`. */
export function walk(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => ({ path: join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1), entry }))
    .toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

/** A tar.gz of a folder, which is the one thing at its top. */
export function makeArchive(output, folder, name) {
  const tar = output.replace(/\.gz$/, "");
  const order = ["--sort=name", "--format=gnu", `--mtime=@${releaseTime()}`];
  const owner = ["--owner=0", "--group=0", "--numeric-owner"];
  rmSync(output, { force: true });
  run("tar", [...order, ...owner, "-C", folder, "-cf", tar, name], { env: steadyEnvironment() });
  run("gzip", ["-9n", tar]);
}
