import type { Command, OptionSpec } from "../../src/commands/command.ts";
import type { DocumentedCommand, PageSources } from "./pages.mjs";

export function documentedCommands(registry: {
  readonly tools: readonly Command[];
  readonly subCommands: readonly Command[];
  readonly standardOptions: readonly OptionSpec[];
}): readonly DocumentedCommand[];

export function pageSources(): PageSources;
