/** All manual pages, as text: from the definitions of the commands, the prose of man/ and docs/compatibility.md. */

import { environmentBlocks, exitBlocks, noteBlocks, optionBlocks, synopsis } from "./command-sections.mjs";
import { differencesOf, readDifferences } from "./differences.mjs";
import { parseMarkup } from "./markup.mjs";
import { formatPage } from "./roff.mjs";

/** The last time that the prose was gone through; a page has no other date, so that it depends on its sources only. */
const DATE = "2026-11-23";

const TITLES = { 5: "Kernel modules: file formats", 8: "Kernel modules" };

/** Sections that have a place; others come behind OPTIONS. */
const FIRST = ["NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS"];
const LAST = ["EXIT STATUS", "ENVIRONMENT", "FILES", "NOTES", "EXAMPLES", "DIFFERENCES FROM KMOD", "SEE ALSO"];

/**
 * `commands` are { name, summary, operands, options, notes, environmentOptions, calls }, `calls` being what the synopsis begins
 * with; `sources` the texts of man/ by file name (`modprobe.8.md`). Returns { name, section, text } for each page.
 */
export function makePages({ commands, sources, compatibility, version }) {
  const written = new Map(Object.entries(sources).map(([file, text]) => [file.replace(/\.md$/, ""), { file, text }]));
  const commandPages = commands.map((command) => ({ page: `${command.name}.8`, command }));
  const formatPages = [...written.keys()].filter((page) => page.endsWith(".5")).map((page) => ({ page }));
  const pages = [...commandPages, ...formatPages].map((entry) => readPage(entry, written.get(entry.page)));
  const strays = [...written.keys()].filter((page) => !pages.some((known) => known.page === page));
  if (strays.length > 0) throw new Error(`man/${strays[0]}.md: there is no such command`);

  const options = new Set(commands.flatMap((command) => command.options).flatMap(optionNames));
  const names = pages.map(({ page }) => page.replace(/\.\d$/, ""));
  const rows = readDifferences(compatibility);
  const known = new Map(pages.map(({ page }) => [page, ownName(page)]));
  const see = seeAlso(pages, known);
  return pages.map((page) => {
    checkOptions(page, options);
    const sections = allSections(page, { commands, differences: differencesOf(stem(page), rows, names) });
    sections.set("SEE ALSO", [{ kind: "paragraph", text: see.get(page.page) }]);
    const section = page.page.at(-1);
    const blocks = ordered(sections).flatMap(([title, list]) => [{ kind: "section", text: title }, ...list]);
    const name = known.get(page.page).replace(/\.\d$/, "");
    const head = { name, section, date: DATE, version: `kmod-ts ${version}`, title: TITLES[section] };
    const own = (other, number) => known.get(`${other}.${number}`)?.replace(/\.\d$/, "") ?? other;
    return { name, section, text: formatPage({ ...head, blocks }, own) };
  });
}

const stem = ({ page }) => page.replace(/\.\d$/, "");

function ownName(page) {
  return /^(kmod-ts|modules\.kmod-ts\.bin)\.\d$/.test(page) ? page : `kmod-ts-${page}`;
}

function optionNames({ long, otherNames = [] }) {
  return [long, ...otherNames.map((other) => other.long)];
}

function readPage({ page, command }, source) {
  const { header, blocks } =
    source === undefined ? { header: {}, blocks: [] } : parseMarkup(source.text, `man/${source.file}`);
  const sections = new Map();
  for (const block of blocks) {
    if (block.kind === "section") sections.set(block.text, []);
    else if (sections.size === 0) throw new Error(`man/${source.file}: text above the first section`);
    else [...sections.values()].at(-1).push(block);
  }
  return { page, command, header, sections, text: source?.text ?? "" };
}

/** A page that speaks of an option which no command has is out of date. */
function checkOptions({ page, text }, options) {
  for (const [, name] of text.matchAll(/`--([\w-]+)/g)) {
    if (!options.has(name)) throw new Error(`man/${page}.md: no command has an option --${name}`);
  }
}

/** Who is named by a page names it too; everybody names the page of everything. */
function seeAlso(pages, known) {
  const links = new Map(pages.map(({ page }) => [page, new Set(page === "kmod-ts.8" ? [] : ["kmod-ts.8"])]));
  const link = (from, to) => from !== to && links.get(from)?.add(to);
  for (const { page, header } of pages) {
    for (const [, name, section] of (header.see ?? "").matchAll(/([\w.-]+)\((\d)\)/g)) {
      const other = `${name}.${section}`;
      link(page, other);
      link(other, page);
    }
    link("kmod-ts.8", page);
  }
  const sorted = (set) =>
    [...set].toSorted(
      (a, b) => Number(a.at(-1)) - Number(b.at(-1)) || (known.get(a) ?? a).localeCompare(known.get(b) ?? b, "en"),
    );
  const text = (set) =>
    sorted(set)
      .map((page) => `${stem({ page })}(${page.at(-1)})`)
      .join(", ");
  return new Map([...links].map(([page, set]) => [page, text(set)]));
}

function allSections({ page, command, header, sections }, { commands, differences }) {
  const summary = header.summary ?? command?.summary;
  if (summary === undefined) throw new Error(`man/${page}.md: 'summary: ...' is missing`);
  const all = new Map(sections);
  const name = ownName(page).replace(/\.\d$/, "");
  all.set("NAME", [{ kind: "paragraph", text: `${name} -- ${summary}` }]);
  if (command !== undefined) {
    const prose = (title) => sections.get(title) ?? [];
    if (!all.has("SYNOPSIS")) all.set("SYNOPSIS", synopsis(command.calls, command));
    const described = sections.has("DESCRIPTION")
      ? prose("DESCRIPTION")
      : [{ kind: "paragraph", text: `${sentenceOf(summary)}` }];
    const notes = noteBlocks(command.notes);
    all.set("DESCRIPTION", [...described, ...notes.others]);
    all.set("OPTIONS", optionBlocks(command.options, prose("OPTIONS"), page));
    all.set("EXIT STATUS", exitBlocks([...prose("EXIT STATUS"), ...notes.statuses]));
    all.set("ENVIRONMENT", [...prose("ENVIRONMENT"), ...environmentBlocks(command)]);
  }
  if (page === "kmod-ts.8") all.set("COMMANDS", [...(sections.get("COMMANDS") ?? []), ...commandList(commands)]);
  if (differences.length > 0) all.set("DIFFERENCES FROM KMOD", differences);
  return all;
}

const sentenceOf = (summary) => `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;

function commandList(commands) {
  return commands
    .filter(({ name }) => name !== "kmod-ts")
    .map(({ name, summary }) => ({
      kind: "definition",
      term: `\`${name}\``,
      texts: [`${sentenceOf(summary)} See ${name}(8).`],
    }));
}

function ordered(sections) {
  const others = [...sections.keys()].filter((title) => !FIRST.includes(title) && !LAST.includes(title));
  return [...FIRST, ...others, ...LAST]
    .filter((title) => sections.has(title))
    .map((title) => [title, sections.get(title)]);
}
