/** The JSON document of `kmod-ts params --json` (docs/json-output.md, schemas/params.schema.json). */

import { decodeUtf8 } from "../core/bytes.ts";
import type { ParameterFacts } from "../core/module/parameter-facts.ts";
import type { JsonValue } from "./command.ts";
import { originJson } from "./origin-json.ts";
import type { ModuleParameters } from "./params-facts.ts";

/** All facts as one document. */
export function paramsToJson(facts: {
  readonly directory: string;
  readonly running: boolean;
  readonly modules: readonly ModuleParameters[];
}): JsonValue {
  const { directory, running, modules } = facts;
  return { schemaVersion: 1, directory: decodeUtf8(directory), running, modules: modules.map(moduleToJson) };
}

function moduleToJson({
  module,
  presence,
  path,
  described,
  command,
  ignored,
  parameters,
}: ModuleParameters): JsonValue {
  return {
    name: decodeUtf8(module),
    presence,
    path: textOrNull(path),
    described,
    installCommand:
      command === undefined ? null : { command: decodeUtf8(command.command), origin: originJson(command.origin) },
    ignored: ignored.map(({ options, origin }) => ({ options: decodeUtf8(options), origin: originJson(origin) })),
    parameters: parameters.map(parameterToJson),
  };
}

function parameterToJson(parameter: ParameterFacts): JsonValue {
  const { name, type, description, known, nearest, settings, live, agreement, refused, change } = parameter;
  return {
    name: decodeUtf8(name),
    type: textOrNull(type),
    description: textOrNull(description),
    known,
    nearest: textOrNull(nearest),
    settings: settings.map(({ value, origin }) => ({ value: textOrNull(value), origin: originJson(origin) })),
    acceptable: refused === undefined,
    live:
      live === undefined ? null : { value: textOrNull(live.value), error: live.errno ?? null, mode: live.mode ?? null },
    agreement: agreement ?? null,
    change: change ?? null,
  };
}

function textOrNull(text: string | undefined): string | null {
  return text === undefined ? null : decodeUtf8(text);
}
