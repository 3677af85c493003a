/** Help texts, made from the definitions of the commands. */

import type { Command, OptionSpec } from "../commands/command.ts";

/** Columns for the names of options; a longer list of names gets a line of its own. */
const NAMES_WIDTH = 28;

/** Columns for what else there is to say of an option, so that 80 hold it. */
const MORE_WIDTH = 50;

/** `-i, --ignore-install, --ignore-remove` or `    --config=FILE`. */
function optionNames(spec: OptionSpec): string {
  const value = spec.argument === undefined ? "" : `=${spec.argument}`;
  const others = (spec.otherNames ?? []).filter(({ deprecated }) => !deprecated);
  const long = [spec.long, ...others.map((other) => other.long)].map((name) => `--${name}${value}`).join(", ");
  return `${spec.short === undefined ? "   " : `-${spec.short},`} ${long}`;
}

function optionLine(spec: OptionSpec): string {
  const names = optionNames(spec);
  const margin = `\n  ${" ".repeat(NAMES_WIDTH)}`;
  const gap = names.length < NAMES_WIDTH ? names.padEnd(NAMES_WIDTH) : `${names}${margin}`;
  const more = wrapped(spec.more ?? "", MORE_WIDTH).map((line) => `${margin}${line}`);
  return `  ${gap}${spec.text}${more.join("")}\n`;
}

/** Lines of at most so many columns, as far as words allow; none for nothing. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
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

/** A list of commands with a line on each, for the two front ends. */
export function commandLines(commands: readonly { readonly name: string; readonly summary: string }[]): string {
  return commands.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}\n`).join("");
}
