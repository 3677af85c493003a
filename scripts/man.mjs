/**
 * `npm run man`: builds the manual pages, as a build does, and lists them in package.json, from where npm links them. They are not
 * kept in the repository, only that list is.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { PAGES, writeManPages } from "./man/write.mjs";
import { isMain, main, root } from "./project.mjs";

/** npm finds pages only by this list. */
function listInPackage(paths) {
  const file = join(root, "package.json");
  const description = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, `${JSON.stringify({ ...description, man: paths }, undefined, 2)}\n`);
}

if (isMain(import.meta.url)) {
  await main(async () => {
    await build();
    const paths = await writeManPages();
    listInPackage(paths);
    console.log(`${paths.length} pages in ${PAGES}; try: man -M ${PAGES} kmod-ts`);
  });
}
