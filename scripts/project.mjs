/** What the scripts share. Node's own modules only: they run before anything is installed. */

import { spawnSync } from "node:child_process";
import { readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Whether a module is the script that was started. */
export function isMain(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
}

/** Runs a program in the repository with the terminal's streams; throws a one-line error where it fails. */
export function run(program, args, options = {}) {
  const result = spawnSync(program, args, { cwd: root, stdio: "inherit", ...options });
  if (result.error?.code === "ENOENT") throw new Failure(`there is no program '${program}' on the PATH`);
  if (result.error !== undefined) throw new Failure(`${program}: ${result.error.message}`);
  if (result.status !== 0) throw new Failure(`${[program, ...args].join(" ")}: ${ending(result)}`);
  return result;
}

function ending({ status, signal }) {
  return signal === null ? `exit status ${status}` : `killed by ${signal}`;
}

/** Something that the reader of the terminal can act on; shown without a stack trace. */
export class Failure extends Error {}

/** The oldest Node that the package works with: `engines` of package.json. */
const OLDEST = [20, 19];

function refuseOldNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new Failure(`needs Node ${OLDEST.join(".")} or later, this is ${process.versions.node}`);
}

/** Whether the reader of the terminal can act on it without knowing where in the code it came from. */
function isForReader(error) {
  return error instanceof Failure || String(error.code).startsWith("ERR_PARSE_ARGS");
}

/** Runs a script's main function, with failures as one line and exit status 1. */
export async function main(action) {
  try {
    refuseOldNode();
    await action();
  } catch (error) {
    console.error(isForReader(error) ? `kmod-ts: ERROR: ${error.message}` : error);
    process.exitCode = 1;
  }
}

/** The program of a development dependency. */
export function tool(name) {
  return join(root, "node_modules/.bin", name);
}

/** All files below a directory of the repository, with absolute paths; none where there is no such directory. */
export function filesBelow(directory) {
  try {
    const entries = readdirSync(join(root, directory), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}

/** Modification time in ms; 0 for a file that is not there. */
export function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Whether any of the inputs is newer than the output, or the output is missing. */
export function isNewer(inputs, output) {
  const made = modified(output);
  return inputs.some((input) => modified(input) > made);
}
