/** The views of `kmod-ts check`: a line for each file and one for each reason, or JSON (docs/json-output.md, schemas/check.schema.json). */

import { decodeUtf8 } from "../core/bytes.ts";
import type { Misfit, Verdict } from "../core/fitness/misfit.ts";
import type { TargetKernel } from "../core/fitness/target.ts";
import type { CheckedFile, CheckFacts } from "./check-facts.ts";
import type { JsonValue, Output, Request } from "./command.ts";
import { type Fact, factsJson } from "./facts-json.ts";
import { afterIndentation } from "./hanging.ts";
import { hasOption } from "./options.ts";

const VERDICTS: Readonly<Record<Verdict, (release: string) => string>> = {
  fits: (release) => `fits ${release}`,
  refused: (release) => `does not fit ${release}`,
  unclear: (release) => `may or may not fit ${release}`,
};

/** The facts in the form that the request asks for. */
export function viewCheck(facts: CheckFacts, request: Request): Output {
  if (hasOption(request, "json")) return { kind: "json", value: toJson(facts) };
  const isVerbose = hasOption(request, "verbose");
  return { kind: "text", pieces: plainLines(facts, facts.files, isVerbose), hang: afterIndentation };
}

function* plainLines({ target }: CheckFacts, files: readonly CheckedFile[], isVerbose: boolean): Generator<string> {
  if (isVerbose) yield* targetLines(target);
  for (const file of files) {
    // It could not be read, which has been told.
    if (file.verdict === undefined) continue;
    yield `${file.path}: ${VERDICTS[file.verdict](target.release)}\n`;
    for (const misfit of file.misfits) {
      yield `  ${misfit.weight === "note" ? "note: " : ""}${misfit.text}\n`;
      if (isVerbose) yield* symbolLines(misfit);
    }
    if (isVerbose) yield* signatureLines(file);
  }
}

function* targetLines({ release, reference, exports, options }: TargetKernel): Generator<string> {
  yield `kernel ${release}\n`;
  if (reference === undefined) yield "  machine and version magic: unknown\n";
  else
    yield `  machine and version magic by ${reference.path}: ${reference.architecture}; ${reference.vermagic ?? "none"}\n`;
  if (exports === undefined) yield "  exports of the kernel itself: only as far as its modules use them\n";
  else yield `  exports of the kernel itself by ${exports.path}: ${exports.symbols.size}\n`;
  if (options !== undefined) yield `  options by ${options.path}\n`;
}

function* symbolLines(misfit: Misfit): Generator<string> {
  switch (misfit.kind) {
    case "symbol-version":
      for (const { symbol, ofModule, exporter, ofExporter } of misfit.symbols) {
        yield `    ${symbol}: ${ofModule}, ${exporter} has ${ofExporter}\n`;
      }
      break;
    case "symbol":
      for (const symbol of misfit.symbols) yield `    ${symbol}\n`;
      break;
    case "symbol-licence":
    case "symbol-duplicate":
    case "symbol-namespace":
      for (const { symbol, exporter } of misfit.symbols) yield `    ${symbol}, exported by ${exporter}\n`;
  }
}

function* signatureLines({ candidate }: CheckedFile): Generator<string> {
  if (candidate?.signature === undefined) return;
  const { signature, verification } = candidate;
  const proof = verification?.outcome === "good" ? `, good by ${verification.certificate.path}` : "";
  yield `  signed by '${signature.signer}' (${signature.hashAlgorithm})${proof}\n`;
}

function toJson({ target, files }: CheckFacts): JsonValue {
  const { reference, exports } = target;
  return {
    schemaVersion: 1,
    kernel: {
      release: decodeUtf8(target.release),
      directory: decodeUtf8(target.index.directory),
      architecture: textOrNull(reference?.architecture),
      vermagic: textOrNull(reference?.vermagic),
      exports:
        exports === undefined
          ? null
          : { kind: exports.kind, path: decodeUtf8(exports.path), count: exports.symbols.size },
    },
    files: files.map(fileToJson),
  };
}

function fileToJson({ path, verdict, unread, misfits, candidate }: CheckedFile): JsonValue {
  const { signature, verification } = candidate ?? { signature: undefined, verification: undefined };
  return {
    path: decodeUtf8(path),
    module: textOrNull(candidate?.name),
    verdict: verdict ?? null,
    error: textOrNull(unread),
    architecture: textOrNull(candidate?.architecture),
    compression: candidate?.compression ?? null,
    signature:
      signature === undefined
        ? null
        : {
            signer: decodeUtf8(signature.signer),
            hashAlgorithm: decodeUtf8(signature.hashAlgorithm),
            verification: verification?.outcome ?? null,
            certificate: verification?.outcome === "good" ? decodeUtf8(verification.certificate.path) : null,
          },
    misfits: misfits.map(misfitToJson),
  };
}

function misfitToJson({ kind, weight, text, ...facts }: Misfit): JsonValue {
  return {
    kind,
    weight,
    text: decodeUtf8(text),
    ...(factsJson(facts as Fact) as { readonly [key: string]: JsonValue }),
  };
}

function textOrNull(text: string | undefined): string | null {
  return text === undefined ? null : decodeUtf8(text);
}
