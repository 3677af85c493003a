/** A program as a black box: thousands of runs through one shell, because a process of Node's for each is slow. */

import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toByteString } from "../../../src/core/bytes.ts";
import type { Case, Outcome } from "./case.ts";

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function shellLine(asked: Case, words: readonly string[]): string {
  const environment = Object.entries(asked.environment ?? {}).map(([name, value]) => `${name}=${value}`);
  return [...(environment.length > 0 ? ["env", ...environment] : []), ...words].map(quote).join(" ");
}

/** static-nodes opens /dev/stdout by name; in a root without devices that makes a file. */
function deviceOutput({ root, tool }: Case): string {
  if (root === undefined || tool !== "kmod") return "";
  const path = quote(`${root}/dev/stdout`);
  return `if [ -f ${path} ]; then cat ${path}; rm ${path}; fi\n`;
}

/** Runs every case in order, each by the words that `wordsOf` makes of it (byte strings). */
export function runInShell(cases: readonly Case[], wordsOf: (asked: Case) => readonly string[]): readonly Outcome[] {
  const folder = mkdtempSync(join(tmpdir(), "kmod-ts-"));
  const mark = `\n@@ ${folder} `;
  const after = `printf '%s%s\\n' ${quote(mark)} $s; printf '%s\\n' ${quote(mark)} >&2`;
  try {
    const lines = cases.map((asked) => `${shellLine(asked, wordsOf(asked))}\ns=$?\n${deviceOutput(asked)}${after}\n`);
    writeFileSync(join(folder, "script"), lines.join(""), "latin1");
    const [out, err] = runScript(folder);
    return readOutcomes(out.split(mark), err.split(mark), cases.length);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runScript(folder: string): readonly [string, string] {
  const paths = [join(folder, "out"), join(folder, "err")] as const;
  const descriptors = paths.map((path) => openSync(path, "w"));
  const environment = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" };
  spawnSync("/bin/sh", [join(folder, "script")], { stdio: ["ignore", ...descriptors], env: environment });
  for (const descriptor of descriptors) closeSync(descriptor);
  return [toByteString(readFileSync(paths[0])), toByteString(readFileSync(paths[1]))];
}

/** Each piece after the first begins with what was printed after the mark: the status and a newline, or a newline. */
function readOutcomes(out: readonly string[], err: readonly string[], count: number): readonly Outcome[] {
  if (out.length !== count + 1 || err.length !== count + 1)
    throw new Error("The comparison script did not run to its end");
  const body = (pieces: readonly string[], at: number): string => {
    const piece = pieces[at] ?? "";
    return at === 0 ? piece : piece.slice(piece.indexOf("\n") + 1);
  };
  return Array.from({ length: count }, (_, at) => ({
    out: body(out, at),
    err: body(err, at),
    status: Number.parseInt(out[at + 1] ?? "", 10),
  }));
}
