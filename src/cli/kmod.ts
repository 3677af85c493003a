/** `kmod`: the front end that kmod itself has. See kmod(8). */

import { runFrontEnd } from "./front-end.ts";
import { fittedHelp } from "./help-output.ts";
import { runCommand } from "./run-command.ts";
import type { Registry, Session } from "./session.ts";
import { commandLines } from "./usage.ts";
import { kmodVersionText } from "./version.ts";

/** The column of the names in kmod's own help. */
const NAMES = 13;

/** kmod's sub-commands and the commands of ours that do their work. */
const SUB_COMMANDS: Readonly<Record<string, string>> = { list: "lsmod", "static-nodes": "static-nodes" };

/** What may follow `kmod`, with a line on each. */
export function kmodCommands(registry: Registry): readonly { readonly name: string; readonly summary: string }[] {
  const served = Object.keys(SUB_COMMANDS).flatMap((name) => {
    const command = kmodCommand(name, registry);
    return command === undefined ? [] : [{ name, summary: command.summary }];
  });
  return [{ name: "help", summary: "print this help" }, ...served];
}

/** The help, which is also printed when the command is missing or wrong. */
export function kmodHelp(registry: Registry): string {
  const links = registry.tools.map(({ name }) => ({ name, summary: `compat ${name} command` }));
  return [
    "kmod - Manage kernel modules: list, load, unload, etc\n",
    "Usage: kmod [OPTION]... COMMAND [ARGUMENT]...\n",
    "\nOptions:\n  -V, --version  print the version and end\n  -h, --help     print this help and end\n",
    `\nCommands:\n${commandLines(kmodCommands(registry), NAMES)}`,
    `\nkmod also handles gracefully if called from following symlinks:\n${commandLines(links, NAMES)}`,
  ].join("");
}

/** Runs `kmod` with these words, argv[0] first. Returns the exit status. */
export function runKmod(argv: readonly string[], program: string, session: Session): number {
  const { registry } = session;
  const texts = { help: () => kmodHelp(registry), version: kmodVersionText };
  return runFrontEnd(argv, { ...texts, manner: "kmod" }, session, ([name, ...words], report) => {
    const command = name === undefined ? undefined : kmodCommand(name, registry);
    if (name !== undefined && command !== undefined) {
      const title = `${program} ${name}`;
      return runCommand(command, { argv0: name, program, title, words, manner: "kmod" }, session);
    }
    if (name !== "help") {
      report.plain(name === undefined ? "missing command" : `invalid command '${name}'`);
      report.fail();
    }
    session.output.write(fittedHelp(texts.help(), session.platform.host));
    return undefined;
  });
}

/** The command for a word after `kmod`. */
export function kmodCommand(name: string, registry: Registry): Registry["tools"][number] | undefined {
  if (!Object.hasOwn(SUB_COMMANDS, name)) return undefined;
  return [...registry.tools, ...registry.subCommands].find((command) => command.name === SUB_COMMANDS[name]);
}
