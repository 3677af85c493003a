/** What README.md tells a newcomer: the programs that are needed, and the commands that a fresh clone is tried with. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, root } from "../project.mjs";

/** The sentence that names all that is needed, each in backquotes. */
const NEEDS = /^You need ([^.]*(?:\.\d[^.]*)*)\./m;

/** The first indented block behind it: one command a line, perhaps with a comment. */
const BLOCK = /\n\n((?: {4}[^\n]*\n)+)/;

/** The text after the sentence, and the sentence's names. Throws a Failure where README.md has no such sentence. */
function sentence() {
  const text = readFileSync(join(root, "README.md"), "utf8");
  const found = NEEDS.exec(text);
  if (found === null) throw new Failure("README.md has no sentence that begins with 'You need'");
  return { names: Array.from(found[1].matchAll(/`([^`]+)`/g), ([, name]) => name), rest: text.slice(found.index) };
}

/** Names of programs, as `git`. */
export function neededPrograms() {
  return sentence().names;
}

/** The commands of the first block behind that sentence that begin with npm, without comments. */
export function npmCommands() {
  const lines = BLOCK.exec(sentence().rest)?.[1].split("\n") ?? [];
  const commands = lines.map((line) => line.replace(/#.*/, "").trim()).filter((line) => line.startsWith("npm "));
  if (commands.length === 0) throw new Failure("README.md shows no npm command behind what is needed");
  return commands;
}
