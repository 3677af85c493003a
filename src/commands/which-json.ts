/** The JSON document of `kmod-ts which --json` (docs/json-output.md, schemas/which.schema.json). */

import { decodeUtf8 } from "../core/bytes.ts";
import type { LosingCopy, ModuleCopies } from "../core/depmod/copies.ts";
import type { RankedPlace } from "../core/depmod/precedence.ts";
import { toHex } from "../core/module/hex.ts";
import type { JsonValue } from "./command.ts";
import { originJson } from "./origin-json.ts";
import type { LoadedModuleFile, WhichFacts, WhichModule } from "./which-facts.ts";

/** All facts as one document. */
export function whichToJson({ directory, running, requests, modules }: WhichFacts): JsonValue {
  return {
    schemaVersion: 1,
    directory: decodeUtf8(directory),
    running,
    requests: requests.map(({ request, modules: names }) => ({
      request: decodeUtf8(request),
      modules: names.map(decodeUtf8),
    })),
    modules: modules.map(moduleToJson),
  };
}

function moduleToJson(module: WhichModule): JsonValue {
  return { name: decodeUtf8(module.name), builtin: module.builtin, ...moduleFilesToJson(module) };
}

/** What is said of a module's files and of the one that is loaded. */
export function moduleFilesToJson({ indexed, copies, loaded }: WhichModule): Readonly<Record<string, JsonValue>> {
  return {
    indexed: indexed === undefined ? null : decodeUtf8(indexed),
    loaded: loaded === undefined ? null : loadedToJson(loaded),
    files: copies === undefined ? [] : filesToJson(copies, loaded),
  };
}

function loadedToJson({ state, buildId, sourceVersion }: LoadedModuleFile): JsonValue {
  return {
    state,
    buildId: buildId === undefined ? null : toHex(buildId),
    sourceVersion: sourceVersion === undefined ? null : decodeUtf8(sourceVersion),
  };
}

/** The one that counts first. */
function filesToJson({ winner, losers }: ModuleCopies, loaded: LoadedModuleFile | undefined): readonly JsonValue[] {
  const file = (path: string, rule: JsonValue): JsonValue => {
    const likeness = loaded?.likeness.get(path);
    return {
      path: decodeUtf8(path),
      counts: rule === null,
      likeLoaded: likeness?.verdict ?? null,
      comparedBy: likeness?.by ?? null,
      rule,
    };
  };
  return [file(winner.path, null), ...losers.map((loser) => file(loser.file.path, ruleToJson(loser)))];
}

/** Why the file gave way. */
export function ruleToJson({ rule, origins }: LosingCopy): JsonValue {
  return {
    kind: rule.kind,
    override: rule.kind === "override" ? decodeUtf8(rule.path) : null,
    winner: rule.kind === "search" ? placeToJson(rule.winner) : null,
    loser: rule.kind === "search" ? placeToJson(rule.loser) : null,
    origins: origins.map(originJson),
  };
}

function placeToJson(place: RankedPlace): JsonValue {
  return { kind: place.kind, directory: "directory" in place ? decodeUtf8(place.directory) : null };
}
