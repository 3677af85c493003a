/**
 * `npm start`: installs and builds where that is needed, then runs the tool given as arguments, or shows what the tools
 * do. Works on a fresh clone.
 */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled } from "./install.mjs";
import { Failure, main, root } from "./project.mjs";

/** Ends as the tool ended. */
function runTool([name, ...words]) {
  const file = join(root, "bin", `${name}.js`);
  const isTool = /^[a-z-]+$/.test(name) && name !== "start" && existsSync(file);
  const command = isTool ? [file, ...words] : [join(root, "bin/kmod-ts.js"), name, ...words];
  const result = spawnSync(process.execPath, command, { stdio: "inherit", cwd: process.env.INIT_CWD ?? "." });
  if (result.error !== undefined) throw new Failure(result.error.message);
  process.exitCode = result.signal === null ? result.status : 1;
}

await main(async () => {
  ensureInstalled();
  const { build } = await import("./build.mjs");
  await build();
  const words = process.argv.slice(2);
  if (words.length > 0) return runTool(words);
  const { demonstrate } = await import("./demo.mjs");
  await demonstrate();
});
