/**
 * Shell scripts that call the tools by their names, as programs of a distribution do, in a mount namespace of their own: what is at
 * /lib/modules and other places there is a scratch folder, and the machine stays as it is.
 */

import { execFileSync, spawnSync } from "node:child_process";
import { edition, programOf } from "../../support/edition.ts";
import { temporaryDirectory } from "../../support/node-tree.ts";
import type { Outcome } from "./case.ts";

const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Without root's rights a namespace of users comes with it. */
const UNSHARE = [
  ["unshare", "-m"],
  ["unshare", "-rm"],
].find(
  ([program = "", ...options]) => spawnSync(program, [...options, "mount", "--bind", "/usr", "/mnt"]).status === 0,
);

/** Why no namespace can be had here, or undefined where one can. */
export function namespaceProblem(): string | undefined {
  return UNSHARE === undefined ? "mounting needs rights or user namespaces: run it as root" : undefined;
}

/** A folder with links to our tools, for the front of PATH. */
export function installLinks(): string {
  const folder = temporaryDirectory();
  execFileSync(programOf("kmod-ts").file, ["install-links", "--edition", edition, folder]);
  return folder;
}

export interface Scene {
  /** Which folder is seen where; the places exist on the machine. */
  readonly mounts: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** With kmod's tools. */
export function callKmod(script: string, scene: Scene): Outcome {
  return call(script, scene, SYSTEM_PATH);
}

/** With ours, from this folder of links. kmod's program is covered: who looks past PATH finds that it fails. */
export function callOurs(script: string, scene: Scene, links: string): Outcome {
  const kmod = execFileSync("readlink", ["-f", "/sbin/depmod"], { encoding: "utf8" }).trim();
  return call(script, { ...scene, mounts: { ...scene.mounts, [kmod]: "/bin/false" } }, `${links}:${SYSTEM_PATH}`);
}

function call(script: string, { mounts, directory, environment }: Scene, path: string): Outcome {
  const places = Object.entries(mounts);
  const lines = places.map((_, at) => `mount --bind "$${2 * at + 1}" "$${2 * at + 2}"`);
  // The shell has to enter the directory anew: the one it started in may lie below a mount.
  const whole = ["set -e", ...lines, `shift ${2 * places.length}`, 'cd "$1"', "set +e", script].join("\n");
  const words = places.flatMap(([place, folder]) => [folder, place]);
  const [program = "", ...options] = UNSHARE ?? [];
  const { stdout, stderr, status } = spawnSync(program, [...options, "sh", "-c", whole, "sh", ...words, directory], {
    env: { PATH: path, LC_ALL: "C", ...environment },
    encoding: "latin1",
    maxBuffer: 256 << 20,
  });
  return { out: stdout, err: stderr, status: status ?? -1 };
}
