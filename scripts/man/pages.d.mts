import type { Command } from "../../src/commands/command.ts";

/** A command as its page describes it; `calls` are the ways to call it. */
export interface DocumentedCommand
  extends Pick<Command, "name" | "summary" | "operands" | "options" | "notes" | "environmentOptions"> {
  readonly calls: readonly string[];
}

export interface PageSources {
  readonly sources: Readonly<Record<string, string>>;
  readonly compatibility: string;
  readonly version: string;
}

export interface Page {
  readonly name: string;
  readonly section: string;
  readonly text: string;
}

export function makePages(from: PageSources & { readonly commands: readonly DocumentedCommand[] }): readonly Page[];
