/** Whether what is released is the last commit. */

import { spawnSync } from "node:child_process";
import { Failure, root } from "../project.mjs";

/** What differs from the last commit, as a part of a sentence; undefined where nothing does. */
function describeChanges() {
  const words = ["status", "--porcelain", "--untracked-files=all"];
  const { status, stdout, stderr } = spawnSync("git", words, { cwd: root, encoding: "utf8" });
  if (status !== 0) return `what differs from the last commit is unknown: ${stderr.trim().split("\n")[0]}`;
  const files = stdout.split("\n").filter((line) => line !== "");
  if (files.length === 0) return undefined;
  return `${files.length} ${files.length === 1 ? "file differs" : "files differ"} from the last commit`;
}

/** Warns of changes; throws where the release is to be published. */
export function warnOfChanges(isPublished) {
  const changes = describeChanges();
  if (changes === undefined) return;
  if (isPublished) throw new Failure(`${changes}; what is published (--sources) is a commit, as it is`);
  console.error(`kmod-ts: WARNING: ${changes}: nobody can make this release again`);
}
