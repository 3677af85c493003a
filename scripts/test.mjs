/** `npm test`: installs, builds and runs every test project; arguments are passed on to vitest. */

import { ensureInstalled } from "./install.mjs";
import { main, run, tool } from "./project.mjs";

await main(async () => {
  ensureInstalled();
  const { build } = await import("./build.mjs");
  await build();
  run(tool("vitest"), ["run", ...process.argv.slice(2)]);
});
