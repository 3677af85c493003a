/** The npm tarball, with the binaries of all architectures and the licences of what is in them. */

import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "../project.mjs";
import { RELEASE, steadyEnvironment } from "./facts.mjs";
import { licenceText } from "./licences.mjs";

/** Where the package has the licences. */
const TEXT = join(root, "prebuilds/third-party-licences.txt");

/** Packs what has been built. Returns the file's name. */
export function makeNpmTarball(components) {
  mkdirSync(join(root, "prebuilds"), { recursive: true });
  rmSync(TEXT, { force: true });
  writeFileSync(TEXT, licenceText(components));
  chmodSync(TEXT, 0o644);
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", RELEASE];
  const { stdout } = run("npm", args, {
    env: steadyEnvironment(),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [{ filename }] = JSON.parse(stdout);
  chmodSync(join(RELEASE, filename), 0o644);
  return filename;
}
