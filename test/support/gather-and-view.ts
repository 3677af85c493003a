/** Runs a command's two functions without the command line around them, and keeps what it reported. */

import type { Command, Output, Reporter, Request } from "../../src/commands/command.ts";
import { renderOutput } from "../../src/commands/render-output.ts";
import type { Platform } from "../../src/core/platform.ts";

export interface Result {
  readonly output: Output;
  /** The output as bytes. */
  readonly text: string;
  /** `LEVEL: text`, or plain text, in order; whatever the threshold. */
  readonly messages: readonly string[];
  readonly failed: boolean;
  readonly threshold: number;
  readonly toSyslog: boolean;
}

/** Options as `name` or `name=value`; operands after them. */
export function gatherAndView<Facts>(
  command: Command<Facts>,
  platform: Platform,
  options: readonly string[] = [],
  operands: readonly string[] = [],
): Result {
  const messages: string[] = [];
  let failed = false;
  let threshold = 4;
  let toSyslog = false;
  const report: Reporter = {
    message: (level, text) => messages.push(`${level}: ${text}`),
    library: (level, origin, text) => messages.push(`libkmod: ${level}: ${origin}: ${text}`),
    plain: (text) => messages.push(text),
    detail: (text) => messages.push(`  ${text}`),
    remark: (text) => messages.push(`WARNING: ${text}`),
    fail: () => {
      failed = true;
    },
    answer: () => undefined,
    shows: () => true,
    setThreshold: (value) => {
      threshold = value;
    },
    useSyslog: () => {
      toSyslog = true;
    },
  };
  const request: Request = { program: command.name, options: options.map(toUse), operands };
  const output = command.view(command.gather(request, { platform, report }), request);
  return { output, text: renderOutput(output, platform), messages, failed, threshold, toSyslog };
}

function toUse(option: string): Request["options"][number] {
  const equals = option.indexOf("=");
  return equals < 0 ? { long: option } : { long: option.slice(0, equals), value: option.slice(equals + 1) };
}
