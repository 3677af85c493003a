/** modprobe's facts as kmod's lines, as JSON and as tables. */

import { decodeUtf8 } from "../core/bytes.ts";
import { formatConfiguration } from "../core/config/show.ts";
import type { SymbolVersion } from "../core/elf/versions.ts";
import type { ModuleDatabase } from "../core/module/database.ts";
import type { Table } from "../core/platform.ts";
import type { JsonValue, Output, Request } from "./command.ts";
import { configurationJson, configurationTable } from "./modprobe-config-view.ts";
import type { ModprobeFacts, ShownStep } from "./modprobe-facts.ts";
import { isRemoval } from "./modprobe-options.ts";
import { chosenForm } from "./output-form.ts";
import { refusalsJson } from "./refusal-json.ts";

/** Facts that there is something to show of. */
type Something = Exclude<ModprobeFacts, { readonly kind: "nothing" }>;

/** The output that the request asks for. */
export function viewModprobe(facts: ModprobeFacts, request: Request): Output {
  const form = chosenForm(request, ["json", "table"]);
  if (facts.kind === "nothing") return { kind: "text", pieces: [] };
  if (form === "json") return { kind: "json", value: { schemaVersion: 1, ...toJson(facts) } };
  if (form === "table") return { kind: "table", table: toTable(facts) };
  const pieces = plain(facts);
  return facts.kind === "steps" ? { kind: "text", pieces, prompt: promptness(request) } : { kind: "text", pieces };
}

/** When lines about steps appear: at once where modules are removed, as kmod has it; else as the C library would do it. */
function promptness(request: Request): "always" | "on terminals" {
  return isRemoval(request) ? "always" : "on terminals";
}

function* plain(facts: Something): Iterable<string> {
  switch (facts.kind) {
    case "configuration":
      return yield* plainConfiguration(facts.database);
    case "paths":
      for (const { path } of facts.modules) yield `${path}\n`;
      return;
    case "symbols":
      for (const symbol of facts.symbols) yield `${crcText(symbol)}\t${symbol.name}\n`;
      return;
    case "resolved":
      for (const { modules } of facts.names) for (const name of modules) yield `${name}\n`;
      return;
    case "steps":
      for (const { step, shown } of facts.steps) if (shown) yield stepLine(step);
  }
}

function* plainConfiguration({ configuration, index }: ModuleDatabase): Iterable<string> {
  for (const line of formatConfiguration(configuration)) yield `${line}\n`;
  yield "\n# End of configuration files. Dumping indexes now:\n\n";
  for (const { key, value } of index.aliasEntries()) yield `alias ${key} ${value}\n`;
  for (const { key, value } of index.symbolEntries()) yield `alias ${key} ${value}\n`;
}

/** C's `0x%08x`. */
function crcText({ crc }: SymbolVersion): string {
  return `0x${crc.toString(16).padStart(8, "0")}`;
}

function stepLine(step: ShownStep["step"]): string {
  switch (step.action) {
    case "insert":
      return `insmod ${step.path} ${step.options}\n`;
    case "install":
      return `install ${step.command} ${step.options}\n`;
    case "builtin":
      return `builtin ${step.module}\n`;
    case "remove":
      return `rmmod ${step.module}\n`;
    case "command":
      return `remove ${step.command}\n`;
    case "missing":
      return "";
  }
}

function toJson(facts: Something): { readonly [key: string]: JsonValue } {
  switch (facts.kind) {
    case "configuration":
      return configurationJson(facts.database);
    case "paths":
      return { modules: facts.modules.map(({ name, path }) => ({ name: decodeUtf8(name), path: decodeUtf8(path) })) };
    case "symbols":
      return { symbols: facts.symbols.map((symbol) => ({ name: decodeUtf8(symbol.name), crc: crcText(symbol) })) };
    case "resolved":
      return {
        resolved: [...facts.names].map(({ request, modules }) => ({
          request: decodeUtf8(request),
          modules: modules.map(decodeUtf8),
        })),
      };
    case "steps":
      return { steps: [...facts.steps].map(stepJson), ...refusalsJson(facts.refusals) };
  }
}

/** Every key is there in every step; what does not apply is null. */
function stepJson({ step, done }: ShownStep): JsonValue {
  const text = (value: string | undefined): string | null => (value === undefined ? null : decodeUtf8(value));
  return {
    action: step.action,
    module: decodeUtf8(step.module),
    path: text("path" in step ? step.path : undefined),
    command: text("command" in step ? step.command : undefined),
    options: text("options" in step ? step.options : undefined),
    required: "required" in step ? step.required : null,
    done: done ?? null,
  };
}

function toTable(facts: Something): Table {
  switch (facts.kind) {
    case "configuration":
      return configurationTable(facts.database);
    case "paths":
      return {
        columns: [
          { title: "Module", rank: 1 },
          { title: "Path", rank: 2, least: 16 },
        ],
        rows: facts.modules.map(({ name, path }) => [name, path]),
      };
    case "symbols":
      return {
        columns: [
          { title: "CRC", rank: 2, least: 10 },
          { title: "Symbol", rank: 1 },
        ],
        rows: facts.symbols.map((symbol) => [crcText(symbol), symbol.name]),
      };
    case "resolved":
      return {
        columns: [
          { title: "Name", rank: 2 },
          { title: "Modules", rank: 1 },
        ],
        rows: [...facts.names].map(({ request, modules }) => [request, modules.join(" ")]),
      };
    case "steps":
      return {
        columns: [
          { title: "Action", rank: 2 },
          { title: "Module", rank: 1 },
          { title: "What", rank: 4 },
          { title: "Options", rank: 3 },
        ],
        rows: [...facts.steps].map(({ step }) => stepRow(step)),
      };
  }
}

function stepRow(step: ShownStep["step"]): readonly string[] {
  const what = "path" in step ? step.path : "command" in step ? step.command : "";
  return [step.action, step.module, what, "options" in step ? step.options : ""];
}
