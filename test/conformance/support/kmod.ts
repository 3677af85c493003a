/** The installed kmod as a black box: thousands of runs through one shell, because a process of ours for each is slow. */

import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toByteString } from "../../../src/core/bytes.ts";
import type { Case, Outcome, Tool } from "./case.ts";

/** Where the tools are, on the machine and in every root that `kmodRoot` makes; both programs see this as argv[0]. */
export const TOOL_PATHS: Readonly<Record<Tool, string>> = {
  modprobe: "/sbin/modprobe",
  modinfo: "/sbin/modinfo",
  lsmod: "/sbin/lsmod",
  depmod: "/sbin/depmod",
  kmod: "/bin/kmod",
};

/** Why nothing can be compared here, or undefined where it can. The differences are those of version 30. */
export function kmodProblem(): string | undefined {
  try {
    const version = execFileSync(TOOL_PATHS.kmod, ["--version"], { encoding: "utf8" });
    return version.startsWith("kmod version 30\n")
      ? undefined
      : `the installed kmod is not 30: ${version.split("\n")[0]}`;
  } catch {
    return "kmod is not installed";
  }
}

/** Why kmod cannot be run with another root here, or undefined where it can. */
export function rootProblem(): string | undefined {
  const { status } = spawnSync("sh", ["-c", `${CHROOT.join(" ")} / true`]);
  return status === 0 ? undefined : "changing the root needs root's rights or user namespaces";
}

const CHROOT = process.getuid?.() === 0 ? ["chroot"] : ["unshare", "-r", "chroot"];

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function shellLine(asked: Case): string {
  const environment = Object.entries(asked.environment ?? {}).map(([name, value]) => quote(`${name}=${value}`));
  const words = environment.length > 0 ? ["env", ...environment] : [];
  if (asked.root !== undefined) words.push(...CHROOT, quote(asked.root));
  words.push(TOOL_PATHS[asked.tool], ...asked.args.map(quote));
  return words.join(" ");
}

/** static-nodes opens /dev/stdout by name; in a root without devices that makes a file. */
function deviceOutput({ root, tool }: Case): string {
  if (root === undefined || tool !== "kmod") return "";
  const path = quote(`${root}/dev/stdout`);
  return `if [ -f ${path} ]; then cat ${path}; rm ${path}; fi\n`;
}

/** Runs every case in order. */
export function runKmod(cases: readonly Case[]): readonly Outcome[] {
  const folder = mkdtempSync(join(tmpdir(), "kmod-ts-"));
  const mark = `\n@@ ${folder} `;
  const after = `printf '%s%s\\n' ${quote(mark)} $s; printf '%s\\n' ${quote(mark)} >&2`;
  try {
    const script = cases.map((asked) => `${shellLine(asked)}\ns=$?\n${deviceOutput(asked)}${after}\n`).join("");
    writeFileSync(join(folder, "script"), script, "latin1");
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
