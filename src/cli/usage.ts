/** Help texts, made from the definitions of the commands. */

import type { Command, OptionSpec } from "../commands/command.ts";

/** Columns for the names of options; a longer list of names gets a line of its own. */
const NAMES_WIDTH = 28;

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
  return `  ${gap}${spec.text}\n`;
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
