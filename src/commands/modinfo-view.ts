/** modinfo's facts as kmod's lines, as JSON and as a table. See modinfo(8). */

import { decodeUtf8 } from "../core/bytes.ts";
import { type ModinfoEntry, splitModinfo } from "../core/elf/modinfo.ts";
import type { ModuleParts } from "../core/module/description.ts";
import { toHex, toWrappedHex } from "../core/module/hex.ts";
import type { ModuleParameter } from "../core/module/parameters.ts";
import type { Cell, Table } from "../core/platform.ts";
import type { JsonValue, Output, Request } from "./command.ts";
import { modinfoLines } from "./modinfo-lines.ts";
import { hasOption } from "./options.ts";
import { chosenForm } from "./output-form.ts";

/** A module is found first, and described where its file can be read: kmod prints the file name in between. */
export type ModinfoEvent = FoundModule | DescribedModule;

export interface FoundModule {
  readonly kind: "found";
  readonly name: string;
  /** Absolute path; undefined for a built-in. */
  readonly path: string | undefined;
}

export interface DescribedModule extends Omit<FoundModule, "kind"> {
  readonly kind: "described";
  readonly description: ModuleParts;
  readonly parameters: readonly ModuleParameter[];
}

const FIELD_OPTIONS: Readonly<Record<string, string>> = {
  author: "author",
  description: "description",
  license: "license",
  parameters: "parm",
  filename: "filename",
};

/** The field that the last of -a -d -l -p -n -F asks for; undefined: all of them. */
export function wantedField(request: Request): string | undefined {
  const last = request.options.findLast(({ long }) => long === "field" || Object.hasOwn(FIELD_OPTIONS, long));
  if (last === undefined) return undefined;
  return last.long === "field" ? last.value : FIELD_OPTIONS[last.long];
}

/** The output that the request asks for; without facts (no operand) no output in any form. */
export function viewModinfo(events: Iterable<ModinfoEvent> | undefined, request: Request): Output {
  const field = wantedField(request);
  const form = chosenForm(request, ["json", "table"]);
  if (events === undefined) return { kind: "text", pieces: [] };
  if (form === "json") return { kind: "json", value: toJson(events, field) };
  if (form === "table") return { kind: "table", table: toTable(events, field) };
  const end = hasOption(request, "null") ? "\0" : "\n";
  return { kind: "text", pieces: field === undefined ? plain(events, end) : plainField(events, field, end) };
}

/** Keys of what is no string of `.modinfo`. */
type ComputedKey = "build-id" | "sig_id" | "signer" | "sig_key" | "sig_hashalgo" | "signature";

/** Labels that every module needs. */
const LABELS: Readonly<Record<ComputedKey | "name" | "filename" | "parm", string>> = {
  name: "name:           ",
  filename: "filename:       ",
  "build-id": "build-id:       ",
  sig_id: "sig_id:         ",
  signer: "signer:         ",
  sig_key: "sig_key:        ",
  sig_hashalgo: "sig_hashalgo:   ",
  signature: "signature:      ",
  parm: "parm:           ",
};

function line(key: keyof typeof LABELS, value: string): string {
  return LABELS[key] + value;
}

function* plain(events: Iterable<ModinfoEvent>, end: string): Iterable<string> {
  for (const event of events) yield event.kind === "found" ? identityLines(event, end) : descriptionLines(event, end);
}

function identityLines({ name, path }: FoundModule, end: string): string {
  const first = path === undefined ? line("name", name) + end : "";
  return first + line("filename", path ?? "(builtin)") + end;
}

function descriptionLines({ description, parameters }: DescribedModule, end: string): string {
  const nul = end === "\0";
  const computed = computedEntries(description).map(({ key, value }) => (nul ? `${key}=${value}` : line(key, value)));
  const parm = parameters.map((parameter) => line("parm", parameterText(parameter, false)));
  return modinfoLines(description.modinfo, nul) + joined(computed, end) + joined(parm, end);
}

/** Joined at once: an engine may copy a text each time that something is put behind it. */
function joined(lines: readonly string[], end: string): string {
  return lines.length === 0 ? "" : lines.join(end) + end;
}

function* plainField(events: Iterable<ModinfoEvent>, field: string, end: string): Iterable<string> {
  for (const event of events) yield joined(fieldValues(event, field), end);
}

/** The values of one field, in order. */
function fieldValues(event: ModinfoEvent, field: string): readonly string[] {
  if (event.kind === "found") {
    if (field === "filename") return [event.path ?? "(builtin)"];
    return field === "name" && event.path === undefined ? [event.name] : [];
  }
  if (field === "parm") return event.parameters.map((parameter) => parameterText(parameter, true));
  if (field === "filename") return [];
  const entries = [...splitModinfo(event.description.modinfo), ...computedEntries(event.description)];
  return entries.flatMap(({ key, value }) => (key === field ? [value] : []));
}

/** `NAME:TEXT (TYPE)`. Where only the type is known kmod writes `NAME:TYPE` among all fields, `NAME: (TYPE)` alone. */
function parameterText({ name, description, type }: ModuleParameter, alone: boolean): string {
  if (description === undefined && !alone) return `${name}:${type ?? ""}`;
  return `${name}:${description ?? ""}${type === undefined ? "" : ` (${type})`}`;
}

interface ComputedEntry extends ModinfoEntry {
  readonly key: ComputedKey;
}

/** What is no string of `.modinfo`: the build id and the fields of the signature. */
function computedEntries({ buildId, signature }: ModuleParts): readonly ComputedEntry[] {
  const entries: ComputedEntry[] = [];
  if (buildId !== undefined) entries.push({ key: "build-id", value: toWrappedHex(buildId) });
  if (signature === undefined) return entries;
  return [
    ...entries,
    { key: "sig_id", value: signature.idType },
    { key: "signer", value: signature.signer },
    { key: "sig_key", value: toWrappedHex(signature.keyId) },
    { key: "sig_hashalgo", value: signature.hashAlgorithm },
    { key: "signature", value: toWrappedHex(signature.signature) },
  ];
}

function toJson(events: Iterable<ModinfoEvent>, field: string | undefined): JsonValue {
  // Of a file name the first event tells all there is; anything else is known with the second.
  const wanted = field === "filename" ? "found" : "described";
  const modules: JsonValue[] = [];
  for (const event of events) {
    if (event.kind !== wanted) continue;
    const values = field === undefined ? undefined : fieldValues(event, field).map(decodeUtf8);
    if (values !== undefined) modules.push({ ...identityJson(event), values });
    else if (event.kind === "described") modules.push(moduleJson(event));
  }
  return { schemaVersion: 1, field: field === undefined ? null : decodeUtf8(field), modules };
}

function identityJson({ name, path }: Omit<FoundModule, "kind">): { readonly [key: string]: JsonValue } {
  return {
    name: decodeUtf8(name),
    filename: path === undefined ? null : decodeUtf8(path),
    builtin: path === undefined,
  };
}

function moduleJson(event: DescribedModule): JsonValue {
  const { modinfo, buildId, signature } = event.description;
  const fields = splitModinfo(modinfo).filter(({ key }) => key !== "parm" && key !== "parmtype");
  return {
    ...identityJson(event),
    fields: fields.map(({ key, value }) => ({ key: decodeUtf8(key), value: decodeUtf8(value) })),
    parameters: event.parameters.map(({ name, description, type }) => ({
      name: decodeUtf8(name),
      description: description === undefined ? null : decodeUtf8(description),
      type: type === undefined ? null : decodeUtf8(type),
    })),
    buildId: buildId === undefined ? null : toHex(buildId),
    signature:
      signature === undefined
        ? null
        : {
            idType: signature.idType,
            signer: decodeUtf8(signature.signer),
            keyId: toHex(signature.keyId),
            hashAlgorithm: signature.hashAlgorithm,
            signature: toHex(signature.signature),
          },
  };
}

/** One row a value: module, field, value. */
function toTable(events: Iterable<ModinfoEvent>, field: string | undefined): Table {
  const rows: Cell[][] = [];
  for (const event of events) {
    for (const { key, cell } of tableEntries(event)) {
      if (field === undefined || key === field) rows.push([event.name, key, cell]);
    }
  }
  return {
    columns: [
      { title: "Module", rank: 3 },
      { title: "Field", rank: 2 },
      { title: "Value", rank: 1, least: 20 },
    ],
    rows,
  };
}

interface TableEntry {
  readonly key: string;
  readonly cell: Cell;
}

function tableEntries(event: ModinfoEvent): readonly TableEntry[] {
  if (event.kind === "found") return [{ key: "filename", cell: event.path ?? "(builtin)" }];
  const parameters = event.parameters.map((parameter) => ({ key: "parm", cell: parameterText(parameter, true) }));
  const fields = splitModinfo(event.description.modinfo).filter(({ key }) => key !== "parm" && key !== "parmtype");
  const strings = fields.map(({ key, value }) => ({ key, cell: value.split("\n") }));
  const computed = computedEntries(event.description).map(({ key, value }) => ({
    key,
    cell: computedCell(key, value),
  }));
  return [...strings, ...computed, ...parameters];
}

/** Bytes on one line: nobody reads them all, and JSON has them. */
function computedCell(key: ComputedKey, value: string): Cell {
  return HEXADECIMAL.has(key) ? { cut: value.replace(/\n\t*/g, "") } : value;
}

const HEXADECIMAL: ReadonlySet<ComputedKey> = new Set(["build-id", "sig_key", "signature"]);
