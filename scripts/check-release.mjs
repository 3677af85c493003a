/**
 * `node scripts/check-release.mjs [--quick]`: whether the files in release/ are what they have to be. Quick: sums,
 * SBOM, lintian, linking again, and the tar.gz in an empty root. Else also the packages in a Debian, and a second
 * release elsewhere by somebody else. As root; see docs/releasing.md.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure, isMain, main } from "./project.mjs";
import { checkDebian } from "./release/check/debian.mjs";
import { checkEmptyRoot } from "./release/check/empty-root.mjs";
import { checkLintian, checkLocked, checkSbom, checkSums } from "./release/check/files.mjs";
import { checkInterruptions } from "./release/check/interruptions.mjs";
import { checkRelink } from "./release/check/relink.mjs";
import { checkTwice } from "./release/check/twice.mjs";
import { RELEASE } from "./release/facts.mjs";

const QUICK = {
  "every file, and its sum": checkSums,
  "the SBOM": checkSbom,
  "what is bundled": checkLocked,
  lintian: checkLintian,
  "linked again": checkRelink,
  "the tar.gz in an empty root": checkEmptyRoot,
};

const FULL = {
  ...QUICK,
  "the packages in Debian 12": checkDebian,
  "the packages, interrupted": checkInterruptions,
  "the same bytes elsewhere": checkTwice,
};

async function checkRelease(isQuick) {
  if (!existsSync(join(RELEASE, "SHA256SUMS"))) throw new Failure("There is no release: npm run release");
  for (const [name, check] of Object.entries(isQuick ? QUICK : FULL)) {
    const start = performance.now();
    await check();
    console.log(`ok: ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  }
}

if (isMain(import.meta.url)) await main(() => checkRelease(process.argv.includes("--quick")));
