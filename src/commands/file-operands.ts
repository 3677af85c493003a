/** Module files among operands: some commands take them, the others say so. Files are always those of this machine, whatever --root says. */

import { KmodError, SystemError, UsageError } from "../core/errors.ts";
import { hasModuleSuffix, moduleNameOfPath } from "../core/names.ts";
import type { Platform } from "../core/platform.ts";
import { joinPath } from "./paths.ts";

/**
 * For a command that answers for names: throws UsageError at an empty one, and at a path of a module file, which would
 * mean its name by mere likeness.
 */
export function refuseNoNames(operands: readonly string[]): void {
  if (operands.includes("")) throw new UsageError("'' is no name");
  const file = operands.find((operand) => operand.includes("/") && hasModuleSuffix(operand));
  if (file === undefined) return;
  const name = moduleNameOfPath(file);
  throw new UsageError(
    `'${file}' is a file and no name: ask for '${name}', or 'kmod-ts check' and modinfo about a file`,
  );
}

/** The absolute path of a module file as typed. Throws SystemError for what is not there or a directory, KmodError for what can be no module. */
export function moduleFile({ files, host }: Platform, operand: string): string {
  const path = operand.startsWith("/")
    ? operand
    : joinPath(host.workingDirectory(), operand.replace(/^(?:\.\/+)+/, ""));
  if (files.status(path).type === "directory") throw new SystemError("read", path, "EISDIR");
  if (moduleNameOfPath(path) === "") throw new KmodError(`'${operand}' has no name of a module`, "EINVAL");
  return path;
}
