/**
 * What `npm pack` and `npm publish` do first (`prepack`), in any clone: installs what is needed, builds dist/, and the
 * binaries of both editions as far as this machine has what that takes; says on stderr what is left out. `node
 * scripts/pack.mjs --all` makes everything, or fails and names the packages that are missing; so does `npm publish`,
 * as nobody should get less from a registry.
 */

import { ensureInstalled } from "./install.mjs";
import { main } from "./project.mjs";

const all = process.argv.includes("--all") || process.env.npm_command === "publish";

await main(async () => {
  ensureInstalled();
  const { build } = await import("./build.mjs");
  await build({ native: false });
  const { buildBinaries, describeMissing } = await import("./release-binaries.mjs");
  const { missing } = await buildBinaries({ all });
  const { addLicences } = await import("./packed-licences.mjs");
  const left = [...missing, ...(await addLicences({ all }))];
  if (left.length > 0) console.error(describeMissing("Left out of the package", left));
});
