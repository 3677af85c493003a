/** The loaded modules as JSON (docs/json-output.md, schemas/lsmod.schema.json) and as a table. */

import { decodeUtf8 } from "../core/bytes.ts";
import type { Table } from "../core/platform.ts";
import type { LoadedModule } from "../core/state/proc-modules.ts";
import { describeTaint } from "../core/state/taint.ts";
import type { JsonValue } from "./command.ts";

/** The JSON document of `lsmod --json`. */
export function modulesToJson(modules: readonly LoadedModule[]): JsonValue {
  return { schemaVersion: 1, modules: modules.map(moduleToJson) };
}

function moduleToJson(module: LoadedModule): JsonValue {
  return {
    name: decodeUtf8(module.name),
    size: module.size,
    references: module.references ?? null,
    usedBy: module.usedBy.map(decodeUtf8),
    permanent: module.permanent,
    state: module.state,
    address: /^0x[0-9a-f]+$/.test(module.address) ? module.address : null,
    taint: module.taint,
    taintReasons: describeTaint(module.taint),
  };
}

/** The table of `lsmod --table`. */
export function modulesToTable(modules: readonly LoadedModule[]): Table {
  return {
    columns: [
      { title: "Module", rank: 1, least: 12 },
      { title: "Size", rank: 3, number: true },
      { title: "Uses", rank: 5, number: true },
      { title: "Used by", rank: 2, least: 12 },
      { title: "State", rank: 4, least: 9 },
      { title: "Taint", rank: 6 },
    ],
    rows: modules.map(toRow),
  };
}

function toRow(module: LoadedModule): readonly string[] {
  const state = module.permanent ? `${module.state}, permanent` : module.state;
  const references = module.references === undefined ? "" : String(module.references);
  return [module.name, String(module.size), references, module.usedBy.join(", "), state, module.taint];
}
