/** The forms in which `kmod static-nodes` prints device nodes; byte strings. */

import { decodeUtf8 } from "../core/bytes.ts";
import type { DeviceNode } from "../core/index/devname.ts";
import type { Table } from "../core/platform.ts";
import type { JsonValue } from "./command.ts";

export type NodeFormat = "human" | "tmpfiles" | "devname";

/** Every format with a line of help. */
export const NODE_FORMATS: Readonly<Record<NodeFormat, string>> = {
  human: "for people to read (the default)",
  tmpfiles: "tmpfiles.d(5) lines, for systemd-tmpfiles",
  devname: "lines as in modules.devname",
};

const TYPES = { c: "character", b: "block" } as const;

const WRITERS: Readonly<Record<NodeFormat, (node: DeviceNode) => string>> = {
  human: (node) =>
    `Module: ${node.module}\n\tDevice node: /dev/${node.name}\n` +
    `\t\tType: ${TYPES[node.type]} device\n\t\tMajor: ${node.major}\n\t\tMinor: ${node.minor}\n`,
  tmpfiles: (node) => {
    const slash = node.name.lastIndexOf("/");
    const directory = slash < 0 ? "" : `d /dev/${node.name.slice(0, slash)} 0755 - - -\n`;
    return `${directory}${node.type}! /dev/${node.name} 0600 - - - ${node.major}:${node.minor}\n`;
  },
  devname: (node) => `${node.module} ${node.name} ${node.type}${node.major}:${node.minor}\n`,
};

/** Whether an option's value is a format. */
export function isNodeFormat(value: string | undefined): value is NodeFormat {
  return value !== undefined && Object.hasOwn(NODE_FORMATS, value);
}

/** The text of each node in a format. */
export function nodePieces(nodes: readonly DeviceNode[], format: NodeFormat): readonly string[] {
  return nodes.map(WRITERS[format]);
}

/** The JSON document of `static-nodes --json` (docs/json-output.md, schemas/static-nodes.schema.json). */
export function nodesToJson(release: string, nodes: readonly DeviceNode[]): JsonValue {
  return {
    schemaVersion: 1,
    kernelRelease: decodeUtf8(release),
    nodes: nodes.map((node) => ({
      module: decodeUtf8(node.module),
      path: decodeUtf8(`/dev/${node.name}`),
      type: TYPES[node.type],
      major: node.major,
      minor: node.minor,
    })),
  };
}

/** The table of `static-nodes --table`. */
export function nodesToTable(nodes: readonly DeviceNode[]): Table {
  return {
    columns: [
      { title: "Module", rank: 1 },
      { title: "Device node", rank: 2 },
      { title: "Type", rank: 5 },
      { title: "Major", rank: 3, number: true },
      { title: "Minor", rank: 4, number: true },
    ],
    rows: nodes.map((node) => [
      node.module,
      `/dev/${node.name}`,
      TYPES[node.type],
      String(node.major),
      String(node.minor),
    ]),
  };
}
