import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { makePages, type Page } from "../../scripts/man/pages.mjs";
import { documentedCommands, pageSources } from "../../scripts/man/write.mjs";
import { subCommands } from "../../src/commands/all.ts";
import type { OptionSpec } from "../../src/commands/command.ts";
import { standardOptions } from "../../src/commands/options.ts";
import { rootOption } from "../../src/commands/system.ts";
import { tools } from "../../src/commands/tools.ts";
import { lackOfPrograms, testUnless } from "../support/lack.ts";

const commands = documentedCommands({ tools, subCommands, standardOptions });
const pages = makePages({ commands, ...pageSources() });

/** A page of `source` for a command with one option. */
function pageOf(source: string, compatibility = ""): string {
  const options: readonly OptionSpec[] = [
    { long: "config", short: "C", argument: "PATH", text: "read `this` file" },
    { long: "old", text: "without effect", hidden: true },
    { long: "list", text: "list them", extra: true, otherNames: [{ long: "show", deprecated: true }] },
  ];
  const command = { name: "tool", summary: "do it", operands: "[FILE]...", options, calls: ["tool", "kmod-ts tool"] };
  const [page] = makePages({ commands: [command], sources: { "tool.8.md": source }, compatibility, version: "9.9.9" });
  return page?.text ?? "";
}

/** Between the heading of a section and the next one. */
function sectionOf(text: string, title: string): string {
  return text.split(/^\.SH /m).find((section) => section.startsWith(`"${title}"\n`)) ?? "";
}

/** What somebody reads, without fonts and escapes. */
function plain(roff: string): string {
  return roff.replace(/\\f[BIR]|\\%/g, "").replaceAll("\\-", "-");
}

describe("the rule of --root", () => {
  const rooted = commands.filter(({ options }) => options.includes(rootOption));

  test("is one for all commands that are asked about a system", () => expect(rooted.length).toBeGreaterThan(8));

  test.each(rooted.map(({ name }) => name))("stands in the page of %s", (name) => {
    const page = pages.find((each) => each.name === `kmod-ts-${name}`);
    const text = plain(sectionOf(page?.text ?? "", "OPTIONS")).replace(/\s+/g, " ");
    expect(text).toContain(`not this one. ${rootOption.more}`);
  });
});

describe("makePages()", () => {
  test("puts definitions, prose and common texts into their places", () => {
    const source = `see: cp(1)

# DESCRIPTION

Does *it* with \`--config\` or a \\ and a "quote".
.request is none. Another sentence.

# OPTIONS

\`--config\`
: More about it.

# EXIT STATUS

\`3\`
: It was not done.

# EXAMPLES

    tool --config='a b' \\
    .x
`;
    expect(pageOf(source)).toBe(
      `.\\" Made by scripts/man.mjs.
.TH KMOD\\-TS\\-TOOL 8 2026-11-23 "kmod\\-ts 9.9.9" "Kernel modules"
.SH "NAME"
kmod-ts-tool \\- do it
.SH "SYNOPSIS"
\\fBtool\\fR [\\fIOPTION\\fR]... [\\fIFILE\\fR]...
.PP
\\fBkmod\\-ts tool\\fR [\\fIOPTION\\fR]... [\\fIFILE\\fR]...
.SH "DESCRIPTION"
Does \\fIit\\fR with \\fB\\-\\-config\\fR or a \\e and a "quote". .request is none.
Another sentence.
.SH "OPTIONS"
.TP
\\fB\\-C\\fR \\fIPATH\\fR, \\fB\\-\\-config\\fR=\\fIPATH\\fR
Read \\fBthis\\fR file.
.IP
More about it.
.SS "Beyond kmod"
.TP
\\fB\\-\\-list\\fR
List them.
The older name \\fB\\-\\-show\\fR works too, with a warning.
.SS "Of older versions"
.TP
\\fB\\-\\-old\\fR
Without effect.
.SH "EXIT STATUS"
.TP
\\fB0\\fR
All was done, or there was nothing to do.
.TP
\\fB1\\fR
Something failed, or the command line is wrong; a message on standard error
says what.
.TP
\\fB3\\fR
It was not done.
.TP
\\fB70\\fR
A defect of the program itself, with a trace to report.
.TP
\\fB141\\fR
Whoever read the output has gone.
.SH "ENVIRONMENT"
.TP
\\fBPOSIXLY_CORRECT\\fR
Where it is set, options end at the first argument that is none.
.SH "EXAMPLES"
.RS 4
.EX
tool \\-\\-config=\\(aqa b\\(aq \\e
\\&.x
.EE
.RE
.SH "SEE ALSO"
\\fB\\%cp\\fR(1), \\fB\\%kmod\\-ts\\fR(8)
`,
    );
  });

  test("takes notes of the help apart", () => {
    const notes = `Kinds:
  first    one of
           them
  a b      the other

Exit status:
  3  not yet
     or never

What is true
of both.
`;
    const [page] = makePages({
      commands: [{ name: "tool", summary: "do it", operands: "", options: [], notes, calls: ["tool"] }],
      sources: {},
      compatibility: "",
      version: "1",
    });
    expect(plain(sectionOf(page?.text ?? "", "DESCRIPTION"))).toBe(
      '"DESCRIPTION"\nDo it.\n.PP\nKinds:\n.TP\nfirst\none of them\n.TP\na b\nthe other\n.PP\nWhat is true of both.\n',
    );
    expect(plain(sectionOf(page?.text ?? "", "EXIT STATUS"))).toContain("\n3\nnot yet or never\n.TP\n70\n");
  });

  test("takes differences from the table, with a reason that stands above", () => {
    const table = `| What | kmod 34 | kmod-ts | Why |
| --- | --- | --- | --- |
| \`other\` | a | b | a reason |
| \`tool -x\` | a \\| b | nothing | the same |
`;
    const section = sectionOf(pageOf("", table), "DIFFERENCES FROM KMOD");
    expect(plain(section)).toContain("tool -x\nkmod 34: a | b.\nHere: nothing.\nWhy: a reason.\n");
    expect(section).not.toContain("other");
  });

  test.each([
    [
      "an option that no command has",
      "# DESCRIPTION\n\nUse `--colour`.\n",
      "man/tool.8.md: no command has an option --colour",
    ],
    ["an option of no definition", "# OPTIONS\n\n`colour`\n: Red.\n", "man/tool.8.md: no option is called `colour`"],
    ["a heading that text sticks to", "# A\ntext\n", "man/tool.8.md:1: expected 'key: value'"],
    ["a character that some terminals lack", "\n# A\n\n5 µs\n", "'µ' is no ASCII character, in '5 µs'"],
    ["text above the first section", "\ntext\n", "man/tool.8.md: text above the first section"],
  ])("refuses %s", (_what, source, message) => {
    expect(() => pageOf(source.startsWith("# D") || source.startsWith("# O") ? `\n${source}` : source)).toThrow(
      message,
    );
  });
});

describe("the manual pages", () => {
  const texts = new Map(pages.map((page) => [`${page.name}.${page.section}`, page.text]));

  test.each(commands.map((command) => [command.name, command] as const))(
    "has all options of %s",
    (name, { options }) => {
      const page = texts.get(name === "kmod-ts" ? "kmod-ts.8" : `kmod-ts-${name}.8`) ?? "";
      const terms = plain(sectionOf(page, "OPTIONS"));
      for (const { long, short, argument, otherNames = [] } of options) {
        const value = argument === undefined ? "" : `=${argument}`;
        expect(terms).toMatch(new RegExp(`^(-., )?(-. \\S+, )?(--\\S+, )*--${long}${value}(,|$)`, "m"));
        if (short !== undefined) expect(terms).toMatch(new RegExp(`^-${short}( ${argument})?, --${long}`, "m"));
        for (const other of otherNames) expect(terms).toMatch(new RegExp(`--${other.long}(?![\\w-])`));
      }
    },
  );

  test.each(commands.filter(({ name }) => !["kmod", "kmod-ts"].includes(name)).map(({ name }) => name))(
    "has all of its sections: %s",
    (name) => {
      const page = texts.get(`kmod-ts-${name}.8`) ?? "";
      const titles = Array.from(page.matchAll(/^\.SH "(.*)"$/gm), ([, title]) => title);
      const expected = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "SEE ALSO"];
      expect(titles.filter((title) => expected.includes(title ?? ""))).toEqual(expected);
    },
  );

  test("refers to pages that there are, and is referred to by them", () => {
    const links = new Map(
      pages.map((page) => {
        const text = plain(sectionOf(page.text, "SEE ALSO"));
        return [
          keyOf(page),
          Array.from(text.matchAll(/([\w.-]+)\((\d)\)/g), ([, name, section]) => `${name}.${section}`),
        ];
      }),
    );
    const ours = (page: string): boolean => page.includes("kmod-ts");
    for (const page of pages) {
      const named = Array.from(
        plain(page.text).matchAll(/([\w.-]*kmod-ts[\w.-]*)\((\d)\)/g),
        ([, name, section]) => `${name}.${section}`,
      );
      expect(named.filter((other) => !texts.has(other))).toEqual([]);
      for (const other of links.get(keyOf(page))?.filter(ours) ?? []) expect(links.get(other)).toContain(keyOf(page));
    }
  });

  test("are those that package.json lists for npm (else: npm run man)", () => {
    const { man } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
      man: string[];
    };
    expect(man).toEqual(pages.map((page) => `dist/man/man${page.section}/${keyOf(page)}`).toSorted());
  });
});

function keyOf({ name, section }: Page): string {
  return `${name}.${section}`;
}

/** Whatever a formatter has to say of a page on its standard input. */
function complaints(program: string, args: readonly string[], text: string): string {
  const { stdout, stderr, error } = spawnSync(program, args, { input: text, encoding: "utf8" });
  return error?.message ?? (program === "mandoc" ? stdout : "") + stderr;
}

describe.each([
  ["mandoc", ["-T", "lint", "-W", "style"]],
  ["groff", ["-man", "-ww", "-b", "-z"]],
] as const)("%s", (program, args) => {
  const lack = lackOfPrograms([program], { groff: "groff-base" });
  for (const page of pages) {
    testUnless(lack, `has nothing to say of ${keyOf(page)}`, () => {
      expect(complaints(program, args, page.text)).toBe("");
    });
  }
});
