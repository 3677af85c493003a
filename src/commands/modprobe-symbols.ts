/** modprobe --show-modversions and --show-exports: the symbols of one module file with their versions. */

import { type ElfFile, readElf } from "../core/elf/file.ts";
import { withModuleImage } from "../core/elf/module-file.ts";
import { readExportedSymbols } from "../core/elf/symbols.ts";
import { readSymbolVersions, type SymbolVersion } from "../core/elf/versions.ts";
import { errnoText } from "../core/errno.ts";
import { FormatError, KmodError, SystemError } from "../core/errors.ts";
import type { KnownModule } from "../core/module/database.ts";
import type { ModprobeFacts } from "./modprobe-facts.ts";
import { fatal, isPath, moduleAtPath, nothing, type Run, untilFatal } from "./modprobe-run.ts";
import { decompressionFailure } from "./reading-failure.ts";

/** The symbols of the first operand, a name or a path. */
export function symbolVersions(run: Run, what: "modversions" | "symbols"): ModprobeFacts {
  const [found] = untilFatal(readVersions(run, what));
  return found === undefined ? nothing : { kind: "symbols", symbols: found };
}

function* readVersions(run: Run, what: "modversions" | "symbols"): Iterable<readonly SymbolVersion[]> {
  const operand = run.request.operands[0] ?? "";
  const file = locate(run, operand);
  if (file === undefined) return fatal(run, `Module ${operand} not found.`);
  const read = what === "modversions" ? readNeededVersions : readExportedSymbols;
  try {
    if (file.path === undefined) throw new SystemError("open", operand, "ENOENT");
    yield withModuleImage(run.context.platform, file.path, (image) => read(readElf(image)));
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof SystemError)) throw error;
    const failure = decompressionFailure(error);
    if (failure !== undefined) run.context.report.message("ERROR", failure.text);
    fatal(run, `could not get ${what} of ${file.name}: ${errnoText(error.errno)}`);
  }
}

/** ppc64 names its function entry points `.name`; kmod lists them without the dot. */
function readNeededVersions(elf: ElfFile): readonly SymbolVersion[] {
  return readSymbolVersions(elf).map(({ name, crc }) => ({ name: name.startsWith(".") ? name.slice(1) : name, crc }));
}

function locate(run: Run, operand: string): KnownModule | undefined {
  if (!isPath(operand)) return run.database.lookUp(operand)?.[0];
  try {
    return moduleAtPath(run, operand);
  } catch (error) {
    if (error instanceof KmodError) return undefined;
    throw error;
  }
}
