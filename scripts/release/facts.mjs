/** What is released, and when: the version, the time that all files have, and the architectures. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, root, run } from "../project.mjs";
import { RELEASED } from "../release-binaries.mjs";

/** Where everything is in the end. */
export const RELEASE = join(root, "release");

/** Where it is made, on the same file system and unknown to git: see making.mjs. */
export const MAKING = join(root, `build/release.making-${process.pid}`);

export const description = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

export const version = description.version;

/** As Debian writes it: a version before a release is smaller than it. */
export const debianVersion = version.replace("-", "~");

/** Targets of static-targets.mjs. */
export const targets = RELEASED;

/** Who is named as the packages' maintainer. */
export const MAINTAINER = "The kmod-ts authors <kmod-ts@users.noreply.github.com>";

/** Seconds since 1970: SOURCE_DATE_EPOCH, or the time of the last commit. */
export function releaseTime() {
  const given = process.env.SOURCE_DATE_EPOCH;
  const text = given || run("git", ["log", "-1", "--format=%ct"], { encoding: "utf8", stdio: "pipe" }).stdout.trim();
  if (!/^\d+$/.test(text)) throw new Failure(`SOURCE_DATE_EPOCH is no number of seconds: ${text}`);
  return Number(text);
}

/** The environment in which tools make the same bytes everywhere. */
export function steadyEnvironment() {
  return {
    ...process.env,
    SOURCE_DATE_EPOCH: String(releaseTime()),
    LC_ALL: "C.UTF-8",
    TZ: "UTC",
    XZ_OPT: "",
    GZIP: "",
  };
}
