/**
 * `npm run man`: the manual pages, below dist/man as man(1) wants them. A build makes them too; they are not kept in the repository,
 * only which there are: in package.json, from where npm links them.
 */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makePages } from "./man/pages.mjs";
import { isMain, main, root } from "./project.mjs";

const PAGES = "dist/man";

/** Commands that are no commands: the two that others are reached through. */
const FRONT_ENDS = [
  { name: "kmod-ts", calls: ["kmod-ts"], summary: "the tools for kernel modules under one name" },
  { name: "kmod", calls: ["kmod", "kmod-ts kmod"], summary: "the front end that kmod has" },
];

/** The commands of a registry as makePages wants them. */
export function documentedCommands({ tools, subCommands, standardOptions }) {
  const shown = subCommands.filter(({ hidden }) => hidden !== true);
  return [
    ...FRONT_ENDS.map((end) => ({ ...end, operands: "COMMAND [ARGUMENT]...", options: standardOptions })),
    ...tools.map((tool) => ({ ...tool, calls: [tool.name, `kmod-ts ${tool.name}`] })),
    ...shown.map((command) => ({ ...command, calls: [`kmod-ts ${command.name}`] })),
  ];
}

/** The texts that pages are made from. */
export function pageSources() {
  const folder = join(root, "man");
  const files = readdirSync(folder).filter((name) => name.endsWith(".md"));
  return {
    sources: Object.fromEntries(files.toSorted().map((name) => [name, readFileSync(join(folder, name), "utf8")])),
    compatibility: readFileSync(join(root, "docs/compatibility.md"), "utf8"),
    version: JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version,
  };
}

/** Writes dist/man from what the compiler has made of src. Returns the pages' paths in the package. */
export async function writeManPages() {
  const { tools, subCommands } = await import("../dist/commands/all.js");
  const { standardOptions } = await import("../dist/commands/options.js");
  const pages = makePages({ commands: documentedCommands({ tools, subCommands, standardOptions }), ...pageSources() });
  rmSync(join(root, PAGES), { recursive: true, force: true });
  return pages
    .map(({ name, section, text }) => {
      const folder = `${PAGES}/man${section}`;
      mkdirSync(join(root, folder), { recursive: true });
      writeFileSync(join(root, folder, `${name}.${section}`), text);
      return `${folder}/${name}.${section}`;
    })
    .toSorted();
}

/** npm finds pages only by this list. */
function listInPackage(paths) {
  const file = join(root, "package.json");
  const description = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, `${JSON.stringify({ ...description, man: paths }, undefined, 2)}\n`);
}

if (isMain(import.meta.url)) {
  // Not awaited: build.mjs imports this file, and would wait for it.
  void main(async () => {
    const { build } = await import("./build.mjs");
    await build();
    const paths = await writeManPages();
    listInPackage(paths);
    console.log(`${paths.length} pages in ${PAGES}; try: man -M ${PAGES} kmod-ts`);
  });
}
