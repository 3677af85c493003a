/** A small program to try the command line with: tools that show what reached them. */

import { run } from "../../src/cli/run.ts";
import type { Registry } from "../../src/cli/session.ts";
import type { Command, OptionSpec, Output, Request } from "../../src/commands/command.ts";
import { outputOptions, standardOptions } from "../../src/commands/options.ts";
import type { Platform } from "../../src/core/platform.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatformOptions, memoryPlatform } from "../support/memory-platform.ts";

/** A few of modprobe's options, in kmod's order. */
export const someOptions: readonly OptionSpec[] = [
  { long: "all", short: "a", text: "all" },
  { long: "remove", short: "r", text: "remove" },
  { long: "remove-holders", text: "holders", otherNames: [{ long: "remove-dependencies", deprecated: true }] },
  {
    long: "wait",
    short: "w",
    argument: "MSEC",
    text: "wait",
    refuse: (value) => (/^\d+$/.test(value) ? undefined : { text: `unexpected wait value '${value}'.` }),
  },
  {
    long: "ignore-install",
    short: "i",
    text: "ignore commands",
    otherNames: [{ long: "ignore-remove", deprecated: false }],
  },
  { long: "force", short: "f", text: "force" },
  { long: "force-modversion", text: "force version" },
  { long: "force-vermagic", text: "force magic" },
  { long: "show-config", short: "c", text: "config", otherNames: [{ long: "showconfig", deprecated: true }] },
  { long: "dry-run", short: "n", text: "try", otherNames: [{ long: "show", deprecated: true }] },
  { long: "config", short: "C", argument: "FILE", text: "configuration" },
  { long: "set-version", short: "S", argument: "VERSION", text: "version of the kernel" },
  { long: "quiet", short: "q", text: "quiet" },
  { long: "verbose", short: "v", text: "verbose" },
  ...standardOptions,
  ...outputOptions,
];

const text = (pieces: Iterable<string>): Output => ({ kind: "text", pieces });

/** A command that prints what it was asked, one fact a line. */
export function echo(name: string, more: Partial<Command<Request>> = {}): Command<Request> {
  return {
    name,
    summary: `show what reached ${name}`,
    operands: "[WORD]...",
    options: someOptions,
    gather: (request) => request,
    view: ({ program, options, operands }) =>
      text([
        `${program}\n`,
        ...options.map(({ long, value }) => `--${long}${value === undefined ? "" : `=${value}`}\n`),
        ...operands.map((operand) => `<${operand}>\n`),
      ]),
    ...more,
  };
}

/** The programs of most tests. */
export const trialRegistry: Registry = {
  tools: [echo("lsmod"), echo("modprobe", { environmentOptions: "MODPROBE_OPTIONS" })],
  subCommands: [
    echo("static-nodes", {
      options: [
        {
          long: "format",
          short: "f",
          argument: "FORMAT",
          text: "format",
          refuse: (value) =>
            value === "bad" ? { text: `Unknown format: '${value}'.`, plain: true, help: true } : undefined,
        },
        { long: "help", short: "h", text: "print this help and end" },
      ],
    }),
  ],
};

export interface Trial {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface TrialOptions extends MemoryPlatformOptions {
  readonly tree?: Tree;
  readonly registry?: Registry;
  readonly change?: (platform: Platform) => Platform;
}

/** One run in memory. `argv[0]` selects the program. */
export function tryRun(argv: readonly string[], options: TrialOptions = {}): Trial {
  const memory = memoryPlatform(options.tree ?? {}, options);
  const platform = options.change?.(memory) ?? memory;
  const status = run(argv, platform, options.registry ?? trialRegistry);
  return { status, out: memory.written.out, err: memory.written.err };
}

/** A run of one command that does as `more` says. */
export function tryCommand(more: Partial<Command<Request>>, options: TrialOptions = {}, words: string[] = []): Trial {
  return tryRun(["/sbin/tool", ...words], { ...options, registry: { tools: [echo("tool", more)], subCommands: [] } });
}
