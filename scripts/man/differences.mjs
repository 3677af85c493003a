/** The rows of docs/compatibility.md that concern a page: what is different on purpose is written down once. */

/** In a table the reason stands one row above. */
const SAME = /^(the )?same$/;

/** All rows: { what, kmod, ours, why }. */
export function readDifferences(markdown) {
  const lines = markdown.split("\n").filter((line) => line.startsWith("| ") && !/^\| (What|---)/.test(line));
  const rows = [];
  for (const line of lines) {
    const [, what, kmod, ours, why] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    rows.push({ what, kmod, ours, why: SAME.test(why) ? rows.at(-1).why : why });
  }
  return rows;
}

/** Files of the module directory that only one page speaks of. */
const FILES = { "modules.dep": "modules.dep", "modules.devname": "static-nodes" };

/** The pages of a row: those whose names it begins a phrase with, else the page of everything. */
function pagesOf({ what }, names) {
  const words = Array.from(what.matchAll(/`([a-z][\w.-]*)/g), ([, word]) => FILES[word] ?? word);
  const pages = words.filter((word) => names.includes(word));
  return pages.length === 0 ? ["kmod-ts"] : pages;
}

/** Definitions for one page; none where it has no differences. */
export function differencesOf(page, rows, names) {
  return rows
    .filter((row) => pagesOf(row, names).includes(page))
    .map(({ what, kmod, ours, why }) => ({
      kind: "definition",
      term: what,
      texts: [`kmod 34: ${kmod.replaceAll("\\|", "|")}. Here: ${ours}. Why: ${why}.`],
    }));
}
