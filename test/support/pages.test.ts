/** What the pages for people say of this repository itself. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

const names = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));

const top = readdirSync(ROOT).filter((name) => name.endsWith(".md"));
const pages = [...top, ...names("docs")];

describe.each(pages)("%s", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8");

  test("links to what is there", () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, path = ""]) => path);
    expect(links.filter((path) => !existsSync(join(ROOT, dirname(page), path)))).toEqual([]);
  });

  test("names scripts of package.json and files of scripts/ that are there", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const known = new Set(Object.keys(scripts));
    const asked = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = ""]) => name);
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
    const files = [...text.matchAll(/\bscripts\/[\w./-]+\.m?js\b/g)].map(([path]) => path);
    expect(files.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

test("README.md leads to every page of docs/, by itself or by one that it leads to", () => {
  const reached = new Set(["README.md"]);
  for (const page of reached) {
    const text = readFileSync(join(ROOT, page), "utf8");
    for (const [, path = ""] of text.matchAll(/\]\(((?!https?:)[^)#\s]+\.md)/g)) reached.add(join(dirname(page), path));
  }
  expect(names("docs").filter((page) => !reached.has(page))).toEqual([]);
});
