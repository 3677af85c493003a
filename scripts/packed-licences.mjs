/** The licences that an npm package needs for the executables that are packed with it. */

import { existsSync, rmSync } from "node:fs";
import { Failure, root } from "./project.mjs";
import { allComponents } from "./release/components.mjs";
import { writeLicences } from "./release/npm.mjs";
import { executablePath, RELEASED } from "./release-binaries.mjs";
import { Problem } from "./trees-apt.mjs";

/**
 * Puts the licences of what is linked in beside the executables, as nobody may pass these on without. Returns what that
 * leaves out, in the form of release-binaries.mjs: only Debian's packages tell which libraries they are. With `all`
 * that is a failure.
 */
export async function addLicences({ all }) {
  const made = RELEASED.filter(({ node }) => existsSync(executablePath(root, node)));
  try {
    writeLicences(await allComponents(made));
    return [];
  } catch (error) {
    if (all || !(error instanceof Failure || error instanceof Problem)) throw error;
    for (const { node } of made) rmSync(executablePath(root, node));
    writeLicences(await allComponents([]));
    const reason = `nobody can tell the licences of what is linked in: ${error.message}`;
    return made.map(({ node, name }) => ({
      what: `the static executable for ${node} (${name})`,
      packages: [],
      reason,
    }));
  }
}
