/** `kmod-ts`: everything under one name, what kmod has and what it has not. */

import type { Command } from "../commands/command.ts";
import { complete, type FrontEnd } from "./completion/complete.ts";
import { runFrontEnd } from "./front-end.ts";
import { fittedHelp } from "./help-output.ts";
import { withHint } from "./hint.ts";
import { kmodCommand, kmodCommands, kmodHelp, runKmod } from "./kmod.ts";
import type { StatusReporter } from "./report.ts";
import { runCommand } from "./run-command.ts";
import type { Registry, Session } from "./session.ts";
import { commandLines, usageText } from "./usage.ts";
import { versionText } from "./version.ts";

/** The command for a word after `kmod-ts`. */
function findCommand(name: string, { tools, subCommands }: Registry): Command | undefined {
  return [...tools, ...subCommands].find((command) => command.name === name);
}

/** What may follow `kmod-ts`, with a line on each. */
function listed({ tools, subCommands }: Registry): readonly { readonly name: string; readonly summary: string }[] {
  return [
    { name: "help", summary: "print this help, or that of a command" },
    ...tools,
    { name: "kmod", summary: "the front end that kmod has" },
    ...subCommands,
  ];
}

/** The names that the program answers to, for whoever completes a command line. */
function programs(registry: Registry): FrontEnd {
  const kmod: FrontEnd = { listed: kmodCommands(registry), find: (name) => kmodCommand(name, registry) };
  const umbrella: FrontEnd = {
    listed: listed(registry),
    find: (name) => (name === "kmod" ? kmod : findCommand(name, registry)),
  };
  const find = (name: string): Command | FrontEnd | undefined => {
    if (name === "kmod") return kmod;
    return name.startsWith("kmod-ts") ? umbrella : registry.tools.find((tool) => tool.name === name);
  };
  return { listed: [], find };
}

function umbrellaHelp(registry: Registry): string {
  return [
    "Usage: kmod-ts [OPTION]... COMMAND [ARGUMENT]...\n",
    "List, inspect and resolve Linux kernel modules, as kmod does and beyond.\n",
    "\nOptions:\n  -V, --version  print the version and end\n  -h, --help     print this help and end\n",
    `\nCommands:\n${commandLines(listed(registry))}`,
    "\n'kmod-ts help COMMAND' tells more. Called by a tool's own name, through a link, the program is that tool.\n",
  ].join("");
}

/** Runs `kmod-ts` with these words, argv[0] first. Returns the exit status. */
export function runUmbrella(argv: readonly string[], program: string, session: Session): number {
  const { registry } = session;
  const texts = { help: () => umbrellaHelp(registry), version: versionText };
  return runFrontEnd(argv, { ...texts, manner: "ours" }, session, ([name, ...words], report) => {
    if (name === undefined) {
      refuse("no command given", registry, report);
    } else if (name === "help") {
      session.output.write(fittedHelp(helpOn(words[0], program, registry, report), session.platform.host));
    } else if (name === "complete") {
      for (const line of complete(words, programs(registry), session.platform)) session.output.write(line);
    } else if (name === "kmod") {
      return runKmod(["kmod", ...words], "kmod", session);
    } else {
      const command = findCommand(name, registry);
      if (command !== undefined) return runNamed(command, name, { program, words }, session);
      refuse(`unknown command '${name}'`, registry, report, name);
    }
    return undefined;
  });
}

/** A tool speaks under its own name; anything else as this program. */
function runNamed(
  command: Command,
  name: string,
  how: { readonly program: string; readonly words: readonly string[] },
  session: Session,
): number {
  const isTool = session.registry.tools.includes(command) && name === command.name;
  const title = `${how.program} ${name}`;
  const { program, words } = how;
  if (isTool) return runCommand(command, { argv0: name, program: name, title, words, manner: "kmod" }, session);
  return runCommand(command, { argv0: program, program, title, words, manner: "ours" }, session);
}

function helpOn(name: string | undefined, program: string, registry: Registry, report: StatusReporter): string {
  if (name === undefined || name === "help") return umbrellaHelp(registry);
  if (name === "kmod") return kmodHelp(registry);
  const command = findCommand(name, registry);
  if (command !== undefined) return usageText(`${program} ${name}`, command);
  refuse(`unknown command '${name}'`, registry, report, name);
  return "";
}

function refuse(text: string, registry: Registry, report: StatusReporter, typed = ""): void {
  const names = listed(registry).map(({ name }) => name);
  report.message("ERROR", withHint(text, "kmod-ts help", typed, names));
  report.fail();
}
