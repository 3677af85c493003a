/** What modprobe asks of the kernel and the shell, one step at a time. */

import { KmodError, SystemError } from "../core/errors.ts";
import { insertFile } from "../core/module/insert-file.ts";
import type { PlannedStep } from "../core/module/insertion.ts";
import { forcingOf } from "./forcing.ts";
import { childOptions } from "./modprobe-options.ts";
import type { Run } from "./modprobe-run.ts";

/** A command of the configuration failed; its own message is shown already where kmod has one. */
export class CommandError extends KmodError {
  override readonly name = "CommandError";
  /** What the shell ended with. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message, "EINVAL");
    this.status = status;
  }
}

/** Carries out one step of inserting. Throws KmodError: what the kernel, the disk or the command said. */
export function carryOutInsertion(run: Run, step: PlannedStep): void {
  switch (step.action) {
    case "insert":
      insert(run, step);
      return;
    case "install":
      install(run, step);
      return;
    case "missing":
      run.context.report.message("ERROR", `could not find module by name='${step.module}'`);
      throw new KmodError(`no file for module ${step.module}`, "ENOENT");
    case "builtin":
  }
}

function insert({ request, context }: Run, { path, options }: Extract<PlannedStep, { action: "insert" }>): void {
  insertFile(context.platform, { path, options, forcing: forcingOf(request) }, (text) =>
    context.report.library("ERROR", "get_kernel_compression", text),
  );
}

function install(run: Run, { module, command, options }: Extract<PlannedStep, { action: "install" }>): void {
  const complete = command.replaceAll("$CMDLINE_OPTS", () => options);
  const status = runCommand(run, module, complete);
  if (status === 0) return;
  const text = `Error running install command '${complete}' for module ${module}: retcode ${status}`;
  run.context.report.message("ERROR", text);
  throw new CommandError(text, status);
}

/** Runs a remove command, complete. Throws `CommandError` where it fails. */
export function carryOutRemoveCommand(run: Run, module: string, command: string): void {
  const status = runCommand(run, module, command);
  if (status !== 0) throw new CommandError(`Error running remove command for ${module}`, status);
}

/** What system(3) returns where there is no shell to be had. */
const NOT_STARTED = 127;

/** The exit status of a command. One that a signal ended counts as a success, as in kmod. */
function runCommand({ request, context: { platform } }: Run, module: string, command: string): number {
  const { host } = platform;
  const options = childOptions(request, host.environment("MODPROBE_OPTIONS"));
  const environment = { MODPROBE_MODULE: module, ...(options === undefined ? {} : { MODPROBE_OPTIONS: options }) };
  try {
    const end = host.runShell(command, environment);
    return end.kind === "exit" ? end.status : 0;
  } catch (error) {
    if (error instanceof SystemError) return NOT_STARTED;
    throw error;
  }
}
