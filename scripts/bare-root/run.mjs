/**
 * `node scripts/bare-root/run.mjs [--node VERSION] [--as user|root]`: does what README.md promises hold on a machine
 * that has nothing? A bare Debian gets the programs that README.md names, a clone of this repository's HEAD, and its
 * commands are run there; after the first one without a network. Status 0 where each ended with 0 and left nothing
 * behind but the clone.
 *
 * Needs root's rights and debootstrap. The root is a layer over a folder of the cache: see docs/testing.md.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { nodeOf } from "../other-node.mjs";
import { Failure, isMain, main, root, run } from "../project.mjs";
import { neededPrograms, npmCommands } from "./readme.mjs";
import { bareSystem, npmFolder } from "./system.mjs";

const USERS = { user: "1000", root: "0" };

/** Throws a Failure where a command failed. */
export function runInBareRoot(version, user) {
  const system = bareSystem(neededPrograms());
  const node = nodeOf(version);
  const work = mkdtempSync(join(tmpdir(), "kmod-ts-bare-"));
  try {
    const bundle = join(work, "repository");
    run("git", ["bundle", "create", "-q", bundle, "HEAD"]);
    const script = join(root, "scripts/bare-root/enter.sh");
    const isolated = ["--mount", "--pid", "--fork", "--kill-child", "sh", script];
    const words = [system, work, node, npmFolder(), bundle, USERS[user], ...npmCommands()];
    console.log(`A bare root: Node ${version}, as ${user === "root" ? "root" : "an ordinary user"}`);
    run("unshare", [...isolated, ...words]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (isMain(import.meta.url)) {
  await main(() => {
    const options = { node: { type: "string", default: "20" }, as: { type: "string", default: "user" } };
    const { values } = parseArgs({ options });
    if (USERS[values.as] === undefined) throw new Failure("--as user, or --as root");
    runInBareRoot(values.node, values.as);
  });
}
