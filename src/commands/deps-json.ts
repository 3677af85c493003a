/** The JSON document of `kmod-ts deps --json` (docs/json-output.md, schemas/deps.schema.json). */

import { decodeUtf8 } from "../core/bytes.ts";
import type { DependencyEdge } from "../core/module/dependency-edges.ts";
import type { JsonValue } from "./command.ts";
import type { DepsFacts, DepsModule } from "./deps-facts.ts";
import { originJson } from "./origin-json.ts";

/** All facts as one document. */
export function depsToJson({ directory, direction, requests, modules, edges }: DepsFacts): JsonValue {
  return {
    schemaVersion: 1,
    directory: decodeUtf8(directory),
    direction,
    requests: requests.map(({ request, modules: names }) => ({
      request: decodeUtf8(request),
      modules: names.map(decodeUtf8),
    })),
    modules: modules.map(moduleToJson),
    edges: edges.map(edgeToJson),
  };
}

function moduleToJson({ name, status, path }: DepsModule): JsonValue {
  return { name: decodeUtf8(name), status, path: path === undefined ? null : decodeUtf8(path) };
}

function edgeToJson(edge: DependencyEdge): JsonValue {
  const ends = { from: decodeUtf8(edge.from), to: decodeUtf8(edge.to), kind: edge.kind };
  if (edge.kind === "hard") {
    return { ...ends, symbols: edge.symbols?.map(decodeUtf8) ?? null, word: null, origin: null };
  }
  return { ...ends, symbols: null, word: decodeUtf8(edge.word), origin: originJson(edge.origin) };
}
