/** Installs the dependencies when they are missing or older than the lock file. */

import { lstatSync } from "node:fs";
import { join } from "node:path";
import { modified, root, run } from "./project.mjs";

/** npm writes it at the end of an installation. */
const INSTALLED = "node_modules/.package-lock.json";

/** `npm pack --dry-run` hands its own settings on, and NODE_ENV=production leaves out what builds. */
const WHATEVER_IS_SET = ["--dry-run=false", "--include=dev", "--global=false"];

/** Leaves a linked node_modules alone: whoever made the link looks after it. */
export function ensureInstalled() {
  if (lstatSync(join(root, "node_modules"), { throwIfNoEntry: false })?.isSymbolicLink()) return;
  if (modified(join(root, INSTALLED)) >= modified(join(root, "package-lock.json"))) return;
  console.error("Installing what is needed (npm ci) …");
  const options = ["--no-audit", "--no-fund", "--loglevel=error", ...WHATEVER_IS_SET];
  run("npm", ["ci", ...options], { stdio: ["ignore", 2, 2] });
}
