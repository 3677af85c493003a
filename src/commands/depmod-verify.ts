/** depmod --verify: whether the indexes on disk can be relied on. Writes nothing. */

import { decodeUtf8 } from "../core/bytes.ts";
import { type Verification, verifyIndexes } from "../core/depmod/verify.ts";
import { type Defect, type DefectGroup, type DefectKind, severityOf } from "../core/depmod/verify-defects.ts";
import { UsageError } from "../core/errors.ts";
import type { Context, JsonValue, Output, Reporter, Request } from "./command.ts";
import { configurationOf } from "./depmod-inputs.ts";
import { type DepmodPlaces, filesOf } from "./depmod-options.ts";
import { remarkOnReleases } from "./directory-remarks.ts";
import { hasOption } from "./options.ts";
import { chosenForm } from "./output-form.ts";

export interface VerificationFacts {
  readonly places: DepmodPlaces;
  readonly verification: Verification;
}

/** Words of the JSON document. */
const SEVERITIES = { ERROR: "error", WARNING: "warning", NOTICE: "note" } as const;

/**
 * What a run of depmod puts right. A missing file belongs to a group of its own; without one it is the whole directory
 * that is missing.
 */
const MENDED: readonly DefectKind[] = [
  "missing",
  "damaged",
  "disagreement",
  "missing-module",
  "unlisted-module",
  "passed-over-module",
  "newer-module",
  "newer-input",
  "newer-configuration",
];

/** Reports every defect, and what to do about them. */
export function gatherVerification(request: Request, places: DepmodPlaces, context: Context): VerificationFacts {
  const { platform, report } = context;
  chosenForm(request, ["verify", "show", "quick"]);
  if (filesOf(request) !== undefined) throw new UsageError("--verify looks at all modules and takes no FILE");
  const configuration = configurationOf({ request, context });
  const verification = verifyIndexes(platform.files, { ...places, configuration }, (level, text) =>
    report.message(level, text),
  );
  for (const group of verification.groups) reportGroup(group, report);
  remark(places, verification, context);
  return { places, verification };
}

/** Which kernels have modules, where the one in question has none; and what puts right what a depmod can put right. */
function remark({ output }: DepmodPlaces, { modules, groups }: Verification, context: Context): void {
  if (modules === undefined && remarkOnReleases(output, context)) return;
  if (!groups.some(({ kind, file }) => MENDED.includes(kind) && !(kind === "missing" && file === undefined))) return;
  context.report.message("WARNING", "the same command without --verify makes the indexes anew");
}

function isNote({ kind }: DefectGroup): boolean {
  return severityOf(kind) === "NOTICE";
}

function reportGroup(group: DefectGroup, report: Reporter): void {
  const { kind, defects, omitted } = group;
  if (!isNote(group)) report.fail();
  const level = severityOf(kind);
  for (const { text } of defects) report.message(level, text);
  if (omitted > 0) report.message(level, `${omitted} more of that kind (${kind})`);
}

/** Without a word, but for --json and, where all is well, -v. */
export function viewVerification({ places, verification }: VerificationFacts, request: Request): Output {
  const { groups, modules } = verification;
  if (hasOption(request, "json")) return { kind: "json", value: toJson(places, verification) };
  const isFine = groups.every(isNote) && hasOption(request, "verbose");
  const text = `${places.output}: the indexes of ${modules} modules are complete and up to date\n`;
  return { kind: "text", pieces: isFine ? [text] : [] };
}

function toJson({ version, output }: DepmodPlaces, { groups, modules }: Verification): JsonValue {
  return {
    schemaVersion: 1,
    kernelRelease: decodeUtf8(version),
    directory: decodeUtf8(output),
    modules: modules ?? null,
    problems: groups.flatMap(({ defects }) => defects.map(defectToJson)),
    omitted: groups.filter(({ omitted }) => omitted > 0).map(omissionToJson),
  };
}

function omissionToJson({ kind, file, omitted }: DefectGroup): JsonValue {
  return { kind, file: file === undefined ? null : decodeUtf8(file), count: omitted };
}

function defectToJson({ kind, file, line, offset, entry, text }: Defect): JsonValue {
  return {
    kind,
    severity: SEVERITIES[severityOf(kind)],
    file: decodeUtf8(file),
    line: line ?? null,
    offset: offset ?? null,
    entry: entry === undefined ? null : decodeUtf8(entry),
    text: decodeUtf8(text),
  };
}
