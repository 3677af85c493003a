/** Help texts, made from the definitions of the commands. */

import type { Command, OptionSpec } from "../commands/command.ts";

/** Columns for the names of options; a longer list of names gets a line of its own. */
const NAMES_WIDTH = 28;

/** Columns for the text of an option that goes on in further lines, so that 80 hold it. */
const TEXT_WIDTH = 50;

/** Blanks before the lines in which the text of an option goes on; no other line begins with as many. */
export const TEXT_GOES_ON: string = " ".repeat(2 + NAMES_WIDTH + 2);

/** `-i, --ignore-install, --ignore-remove` or `    --config=FILE`. */
function optionNames(spec: OptionSpec): string {
  const value = spec.argument === undefined ? "" : `=${spec.argument}`;
  const others = (spec.otherNames ?? []).filter(({ deprecated }) => !deprecated);
  const long = [spec.long, ...others.map((other) => other.long)].map((name) => `--${name}${value}`).join(", ");
  return `${spec.short === undefined ? "   " : `-${spec.short},`} ${long}`;
}

function optionLine(spec: OptionSpec): string {
  const names = optionNames(spec);
  const gap = names.length < NAMES_WIDTH ? names.padEnd(NAMES_WIDTH) : `${names}\n  ${" ".repeat(NAMES_WIDTH)}`;
  const lines = spec.more === undefined ? [spec.text] : wrapped(`${spec.text}. ${spec.more}`, TEXT_WIDTH);
  return `  ${gap}${lines.join(`\n${TEXT_GOES_ON}`)}\n`;
}

/**
 * Lines of at most so many columns, as far as words allow, counted with what the others stand further in than the
 * first.
 */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const last = lines.at(-1);
    const room = lines.length === 1 ? width : width - 2;
    if (last === undefined || last.length + 1 + word.length > room) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** Option lines under a heading, nothing for none. */
function optionBlock(heading: string, specs: readonly OptionSpec[]): string {
  return specs.length === 0 ? "" : `\n${heading}\n${specs.map(optionLine).join("")}`;
}

/** The help of one command, called `name` by the user, as text that ends in a newline. */
export function usageText(name: string, command: Omit<Command, "gather" | "view">): string {
  const shown = command.options.filter(({ hidden }) => hidden !== true);
  const kmods = shown.filter(({ extra }) => extra !== true);
  const ours = shown.filter(({ extra }) => extra === true);
  const operands = command.operands === "" ? "" : ` ${command.operands}`;
  return [
    `Usage: ${name} [OPTION]...${operands}\n`,
    `${command.summary.charAt(0).toUpperCase()}${command.summary.slice(1)}.\n`,
    optionBlock("Options:", kmods),
    optionBlock("Beyond kmod:", ours),
    command.notes === undefined ? "" : `\n${command.notes.trimEnd()}\n`,
  ].join("");
}

/** What a list of commands says of one. */
interface Listed {
  readonly name: string;
  readonly summary: string;
}

/**
 * A list of commands with a line on each. `column` is how wide names are: two more than the longest one where absent.
 */
export function commandLines(
  commands: readonly Listed[],
  column: number = 2 + Math.max(...commands.map(({ name }) => name.length)),
): string {
  return commands.map(({ name, summary }) => `  ${name.padEnd(column)}${summary}\n`).join("");
}
