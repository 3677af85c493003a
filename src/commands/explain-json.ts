/** The JSON document of `kmod-ts explain --json` (docs/json-output.md, schemas/explain.schema.json). */

import { decodeUtf8 } from "../core/bytes.ts";
import type { Origin } from "../core/config/configuration.ts";
import type { Forecast, ForecastStep } from "../core/explanation/forecast.ts";
import type { JsonValue } from "./command.ts";
import type { ExplainFacts, Explanation, ModuleExplanation } from "./explain-facts.ts";
import { hindranceJson } from "./hindrance-text.ts";
import { originJson } from "./origin-json.ts";
import { moduleFilesToJson } from "./which-json.ts";

/** All facts as one document. */
export function explainToJson({ directory, running, explanations }: ExplainFacts): JsonValue {
  return {
    schemaVersion: 1,
    directory: decodeUtf8(directory),
    running,
    explanations: explanations.map(explanationToJson),
  };
}

function explanationToJson({ subject, modules, near }: Explanation): JsonValue {
  const { request, words, device } = subject;
  return {
    request: decodeUtf8(request),
    words: words.map(decodeUtf8),
    device:
      device === undefined
        ? null
        : {
            path: textOrNull(device.path),
            modaliases: device.modaliases.map(decodeUtf8),
            driver: textOrNull(device.driver),
            driverModule: textOrNull(device.driverModule),
          },
    near: near.map(decodeUtf8),
    modules: modules.map(moduleToJson),
  };
}

function moduleToJson(module: ModuleExplanation): JsonValue {
  const { target, standing, hindrances, loaded, routes, files } = module;
  return {
    name: decodeUtf8(target.module.name),
    state: standing,
    usedBy: (loaded?.usedBy ?? []).map(decodeUtf8),
    by: target.by,
    sources: target.sources.map(({ pattern, origin }) => ({ pattern: textOrNull(pattern), ...place(origin) })),
    hindrances: hindrances.map(hindranceJson),
    asRequested: forecastToJson(module.forecast),
    byName: forecastToJson(module.byName),
    options: module.options.map(({ options, origin }) => ({ options: decodeUtf8(options), ...place(origin) })),
    ...moduleFilesToJson(files),
    routes: {
      aliases: routes.aliases.map(({ pattern, origin }) => ({ pattern: decodeUtf8(pattern), ...place(origin) })),
      boot: routes.boot.map(({ request, word, origin }) => ({
        request: decodeUtf8(request),
        word: word ?? null,
        ...place(origin),
      })),
      users: routes.users.map(decodeUtf8),
      stated: routes.stated.map(({ from, kind, word, origin }) => ({
        from: decodeUtf8(from),
        kind,
        word: decodeUtf8(word),
        ...place(origin),
      })),
    },
  };
}

function forecastToJson({ outcome, steps }: Forecast): JsonValue {
  return { outcome, steps: steps.map(stepToJson) };
}

function stepToJson(step: ForecastStep): JsonValue {
  return {
    action: step.action,
    module: decodeUtf8(step.module),
    path: step.action === "insert" ? decodeUtf8(step.path) : null,
    command: step.action === "install" ? decodeUtf8(step.command) : null,
    options: "options" in step ? decodeUtf8(step.options) : null,
    required: step.required,
    refusals: step.refusals.map(hindranceJson),
    origin: step.action === "install" ? originJson(step.origin) : null,
  };
}

function place(origin: Origin): { readonly origin: JsonValue } {
  return { origin: originJson(origin) };
}

function textOrNull(text: string | undefined): JsonValue {
  return text === undefined ? null : decodeUtf8(text);
}
