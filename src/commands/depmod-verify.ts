/** depmod --verify: whether the indexes on disk can be relied on. Writes nothing. */

import { decodeUtf8 } from "../core/bytes.ts";
import { type Verification, verifyIndexes } from "../core/depmod/verify.ts";
import { type Defect, type DefectGroup, severityOf } from "../core/depmod/verify-defects.ts";
import { UsageError } from "../core/errors.ts";
import type { Context, JsonValue, Output, Reporter, Request } from "./command.ts";
import { configurationOf } from "./depmod-inputs.ts";
import { type DepmodPlaces, filesOf } from "./depmod-options.ts";
import { hasOption } from "./options.ts";
import { chosenForm } from "./output-form.ts";

export interface VerificationFacts {
  readonly places: DepmodPlaces;
  readonly verification: Verification;
}

/** Reports every defect. */
export function gatherVerification(request: Request, places: DepmodPlaces, context: Context): VerificationFacts {
  const { platform, report } = context;
  chosenForm(request, ["verify", "show", "quick"]);
  if (filesOf(request) !== undefined) throw new UsageError("--verify looks at all modules and takes no FILE");
  const configuration = configurationOf({ request, context });
  const verification = verifyIndexes(platform.files, { ...places, configuration }, (level, text) =>
    report.message(level, text),
  );
  for (const group of verification.groups) reportGroup(group, report);
  return { places, verification };
}

function reportGroup({ kind, defects, omitted }: DefectGroup, report: Reporter): void {
  report.fail();
  const level = severityOf(kind);
  for (const { text } of defects) report.message(level, text);
  if (omitted > 0) report.message(level, `${omitted} more of that kind (${kind})`);
}

/** Without a word, but for --json and, where all is well, -v. */
export function viewVerification({ places, verification }: VerificationFacts, request: Request): Output {
  const { groups, modules } = verification;
  if (hasOption(request, "json")) return { kind: "json", value: toJson(places, verification) };
  const isFine = groups.length === 0 && hasOption(request, "verbose");
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
    severity: severityOf(kind) === "ERROR" ? "error" : "warning",
    file: decodeUtf8(file),
    line: line ?? null,
    offset: offset ?? null,
    entry: entry === undefined ? null : decodeUtf8(entry),
    text: decodeUtf8(text),
  };
}
