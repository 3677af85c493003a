/** What the manual pages say, once all their sources are put together. */

import { describe, expect, test } from "vitest";
import { makePages } from "../../scripts/man/pages.mjs";
import { documentedCommands, pageSources } from "../../scripts/man/write.mjs";
import { run } from "../../src/cli/run.ts";
import { subCommands } from "../../src/commands/all.ts";
import { standardOptions } from "../../src/commands/options.ts";
import { tools } from "../../src/commands/tools.ts";
import { memoryPlatform } from "../support/memory-platform.ts";

/** Columns of an example with the eleven that man(1) indents it by: a terminal has room for 80. */
const WIDEST_EXAMPLE = 78;
const INDENTATION = 11;

/** Shorter ones may come twice: `see modprobe.d(5)`. */
const LEAST = 40;

const commands = documentedCommands({ tools, subCommands, standardOptions });
const pages = makePages({ commands, ...pageSources() });

/** Of the sections that say the same of several commands in one page, in a table of differences. */
const TABLES = /^\.SH "DIFFERENCES FROM KMOD"$[\s\S]*?(?=^\.SH |(?![\s\S]))/gm;

/** Without fonts and escapes. */
function plain(roff: string): string {
  return roff
    .replace(/\\f[BIR]|\\%|\\&/g, "")
    .replaceAll("\\-", "-")
    .replaceAll("\\(aq", "'")
    .replaceAll("\\(dq", '"')
    .replaceAll("\\(ha", "^")
    .replaceAll("\\(ti", "~")
    .replaceAll("\\e", "\\");
}

/** The text of a page by paragraphs, the lines of each joined; examples are none. */
function paragraphs(roff: string): readonly string[] {
  const prose = plain(roff.replace(TABLES, "").replace(/^\.EX$[\s\S]*?^\.EE$/gm, ".PP"));
  return prose.split(/^\..*\n/m).map((paragraph) => paragraph.replace(/\s+/g, " ").trim());
}

/** Parts of sentences: what stands twice has mostly another end. */
function clauses(roff: string): readonly string[] {
  return paragraphs(roff)
    .flatMap((paragraph) => paragraph.split(/[,.:;]\s/))
    .filter(({ length }) => length >= LEAST);
}

function examples(roff: string): readonly string[] {
  return Array.from(plain(roff).matchAll(/^\.EX\n([\s\S]*?)^\.EE$/gm), ([, lines = ""]) =>
    lines.trimEnd().split("\n"),
  ).flat();
}

/** Each status of the section EXIT STATUS with what it means. */
function statuses(roff: string): readonly (readonly [status: string, meaning: string])[] {
  const [, block = ""] = /^\.SH "EXIT STATUS"\n([\s\S]*?)^\.SH /m.exec(roff) ?? [];
  const entries = plain(block)
    .split(/^\.TP\n/m)
    .slice(1);
  return entries.map((entry) => [entry.split("\n", 1)[0] ?? "", entry.replace(/^.*\n/, "").replace(/\s+/g, " ")]);
}

test.each([
  ["which", /A module was not found/],
  ["deps", /A module was not found/],
  ["params", /A module was not found/],
  ["devices", /A device was not found/],
  ["explain", /at least one does not/],
  ["status", /at least one is blocked or missing/],
])("the page of %s says with which status it answers for what is not there", (name, meaning) => {
  const tree = { "/lib/modules/1.0/modules.dep": "", "/sys/bus": {}, "/proc/modules": "" };
  const status = run(["kmod-ts", name, "nosuch"], memoryPlatform(tree, { release: "1.0" }));
  const page = pages.find((each) => each.name === `kmod-ts-${name}`);
  expect(new Map(statuses(page?.text ?? "")).get(String(status))).toMatch(meaning);
});

test("there are clauses and examples to look at", () => {
  expect(pages.flatMap(({ text }) => clauses(text)).length).toBeGreaterThan(300);
  expect(pages.flatMap(({ text }) => examples(text)).length).toBeGreaterThan(50);
});

describe.each(pages.map(({ name, section, text }) => [`${name}.${section}`, text] as const))("%s", (_name, text) => {
  test("says nothing twice", () => {
    const said = clauses(text);
    expect(said.filter((clause, at) => said.indexOf(clause) !== at)).toEqual([]);
  });

  test("has every exit status once", () => {
    const terms = statuses(text).map(([term]) => term);
    expect(terms.filter((term, at) => terms.indexOf(term) !== at)).toEqual([]);
  });

  test("has examples that a terminal has room for", () => {
    expect(examples(text).filter(({ length }) => length + INDENTATION > WIDEST_EXAMPLE)).toEqual([]);
  });
});
