/** Writes the manual pages below dist/man, as man(1) wants them, from what the compiler has made of src. */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../project.mjs";
import { makePages } from "./pages.mjs";

export const PAGES = "dist/man";

/** Commands that are no commands: the two that others are reached through. */
const FRONT_ENDS = [
  { name: "kmod-ts", calls: ["kmod-ts"], summary: "the tools for kernel modules under one name" },
  { name: "kmod", calls: ["kmod", "kmod-ts kmod"], summary: "the front end that kmod has" },
];

/** The commands of a registry as makePages wants them. */
export function documentedCommands({ tools, subCommands, standardOptions }) {
  return [
    ...FRONT_ENDS.map((end) => ({ ...end, operands: "COMMAND [ARGUMENT]...", options: standardOptions })),
    ...tools.map((tool) => ({ ...tool, calls: [tool.name, `kmod-ts ${tool.name}`] })),
    ...subCommands.map((command) => ({ ...command, calls: [`kmod-ts ${command.name}`] })),
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
  const { subCommands } = await import("../../dist/commands/all.js");
  const { tools } = await import("../../dist/commands/tools.js");
  const { standardOptions } = await import("../../dist/commands/options.js");
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
