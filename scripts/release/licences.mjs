/** The licences of everything in a release, as one text. */

import { join } from "node:path";
import { root } from "../project.mjs";

const INTRODUCTION = `kmod-ts is under the MIT licence (see LICENSE). What follows is inside of it, under licences of its own:

`;

const RULE = "=".repeat(78);

/** One section for each name and text; what is there for several architectures is there once, with all versions. */
function sections(components) {
  const found = new Map();
  for (const { name, version, license, text } of components) {
    const section = found.get(`${name}\0${text}`) ?? { name, license, text, versions: new Set() };
    section.versions.add(version);
    found.set(`${name}\0${text}`, section);
  }
  return Array.from(found.values(), ({ versions, ...section }) => ({
    ...section,
    title: `${section.name} ${[...versions].join(", ")}`,
  }));
}

/** `third-party-licences.txt` for components of components.mjs. */
export function licenceText(components) {
  const all = sections(components);
  const list = all.map(({ title, license }) => `  ${title}: ${license}\n`);
  const texts = all.map(({ title, text }) => `\n${RULE}\n${title}\n${RULE}\n\n${text.trim()}\n`);
  return [INTRODUCTION, ...list, ...texts].join("");
}

/** Entries of stage.mjs for a folder of documentation. */
export function licenceEntries(folder, components) {
  return [
    { path: join(folder, "LICENSE"), file: join(root, "LICENSE") },
    { path: join(folder, "third-party-licences.txt"), text: licenceText(components) },
  ];
}

/** What is in the static executable of a target. */
export function componentsOf(components, target) {
  return components.filter(
    ({ editions, architecture }) => editions.includes("static") && (architecture ?? target.name) === target.name,
  );
}
