/** Debian's machine-readable copyright file: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/ */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../project.mjs";

const HEADER = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: kmod-ts
`;

const COMMENT = `Comment: /usr/bin/kmod-ts is linked statically. Beside our own files, which the first paragraph names, the
 following paragraphs name what is linked or bundled into it, as FOLDER-OF-THE-SOURCE/*.
`;

/** Text as a field's continuation lines. */
function indent(text) {
  const lines = text.trim().split("\n");
  return lines
    .map((line) => ` ${line.trimEnd() === "" ? "." : line.trimEnd().replaceAll("\t", "        ")}`)
    .join("\n");
}

/** Who is named in a licence's text; the package's own name where nobody is. */
function holders({ name, text }) {
  const lines = text.split("\n").filter((line) => /^[ *]*(portions )?copyright .*(\d{4}|meta)/i.test(line));
  const names = lines.map((line) => line.replace(/^[ *]*(portions )?copyright( \(c\))?/i, "").trim());
  return names.length > 0 ? [...new Set(names)] : [`the authors of ${name}`];
}

/** Long licences are on every Debian, and only named. */
const COMMON = {
  glibc: ["LGPL-2.1+", "On Debian systems the text is in /usr/share/common-licenses/LGPL-2.1."],
  libgcc: [
    "GPL-3+ with GCC-exception-3.1",
    "On Debian systems the text of GPL-3 is in /usr/share/common-licenses/GPL-3.",
  ],
};

function paragraph(component) {
  const { name, ownText } = component;
  const [license, more] = COMMON[name] ?? [
    `${component.license.replace("LicenseRef-", "")}-${name.replaceAll(/\W+/g, "-").replace(/^-/, "")}`,
    "",
  ];
  const copyright = holders({ name, text: ownText })
    .map((holder) => ` ${holder}`)
    .join("\n");
  return `
Files: ${name}/*
Copyright:
${copyright}
License: ${license}
${indent([more, ownText].filter((text) => text !== "").join("\n\n"))}
`;
}

/** For the components of one executable. */
export function copyrightText(components) {
  const own = readFileSync(join(root, "LICENSE"), "utf8");
  const [, holder] = /^Copyright \(c\) (.*)$/m.exec(own);
  const first = `\nFiles: *\nCopyright: ${holder}\nLicense: MIT\n${indent(own.slice(own.indexOf("Permission")))}\n`;
  return [HEADER, components.length > 0 ? COMMENT : "", first, ...components.map(paragraph)].join("");
}
