/** Graphs in the dot language, as Graphviz reads it. */

import { decodeUtf8 } from "../core/bytes.ts";

/** Text that is not drawn and that the formats do not take. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be replaced
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;

/** An arrow between two positions of the list of labels. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
  /** Attributes of the dot language, e.g. `style=dashed`; nothing of what was read may stand in them. */
  readonly style?: string;
}

/** A byte string as text that can be a label. */
export function toLabel(name: string): string {
  return decodeUtf8(name).replace(CONTROLS, "\ufffd");
}

/** The graph as text. Nodes have numbers for names, so that a name, whatever is in it, is only ever a label. */
export function dotGraph(labels: readonly string[], arrows: readonly Arrow[]): string {
  const nodes = labels.map((label, position) => `  n${position} [label="${escapeDot(label)}"];\n`);
  const edges = arrows.map(
    ({ from, to, style }) => `  n${from} -> n${to}${style === undefined ? "" : ` [${style}]`};\n`,
  );
  return `digraph modules {\n  rankdir=LR;\n  node [shape=box];\n${nodes.join("")}${edges.join("")}}\n`;
}

/** In a quoted string of the dot language `"` ends it and `\` begins an escape such as `\N`. */
function escapeDot(text: string): string {
  return text.replace(/["\\]/g, "\\$&");
}
