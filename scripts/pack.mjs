/**
 * What `npm pack` and `npm publish` do first (`prepack`), in any clone: installs what is needed, builds dist/, and the binaries of
 * both editions as far as this machine has what that takes; says on stderr what is left out. `node scripts/pack.mjs --all`
 * makes everything, or fails and names the packages that are missing.
 */

import { ensureInstalled } from "./install.mjs";
import { main } from "./project.mjs";

await main(async () => {
  ensureInstalled();
  const { build } = await import("./build.mjs");
  await build({ native: false });
  const { buildBinaries, describeMissing } = await import("./release-binaries.mjs");
  const { missing } = await buildBinaries({ all: process.argv.includes("--all") });
  if (missing.length > 0) console.error(describeMissing("Left out of the package", missing));
});
