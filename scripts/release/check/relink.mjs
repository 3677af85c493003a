/** Whoever links again with the same C library gets the same executable. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, run } from "../../project.mjs";
import { RELEASE, targets, version } from "../facts.mjs";
import { inScratch } from "./scratch.mjs";

function relink(folder, { name, isOwn, qemu }) {
  const archive = `kmod-ts-${version}-linux-${name}`;
  for (const each of [archive, `${archive}-relink`])
    run("tar", ["-xzf", join(RELEASE, `${each}.tar.gz`), "-C", folder]);
  const again = join(folder, `${archive}-relink`);
  run("sh", [join(again, "relink.sh")], { env: { ...process.env, RUNNER: isOwn ? "" : qemu } });
  if (!readFileSync(join(again, "kmod-ts")).equals(readFileSync(join(folder, archive, "bin/kmod-ts"))))
    throw new Failure(`Linked again, ${archive} is another executable`);
}

export async function checkRelink() {
  for (const target of targets) await inScratch((folder) => relink(folder, target));
}
