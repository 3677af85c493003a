/** Graphs in the dot language, as Graphviz reads it. */

import { decodeUtf8 } from "../core/bytes.ts";
import { textWidth } from "../core/text-width.ts";

/** Text that is not drawn and that the formats do not take. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be replaced
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;

/**
 * Fonts of one width for all characters, which is 0.6 of the size in all of them; the last is whatever a viewer has.
 */
const FONTS = "DejaVu Sans Mono,Liberation Mono,Menlo,Consolas,monospace";
const FONT_SIZE = 14;

const MARGIN = 8;
const POINTS_PER_INCH = 72;

/**
 * Of its size, what a character takes in the widest ordinary fonts: bold ones of several widths, such as DejaVu Sans
 * Bold.
 */
function advanceOf(character: string): number {
  if (/[mw]/.test(character)) return 1.06;
  if (/[a-z0-9_-]/.test(character)) return 0.72;
  if (character < "\u0080") return 1.12;
  return textWidth(character);
}

/** The width of a box for a label, in inches. */
function boxWidth(label: string): number {
  const advance = Array.from(label).reduce((sum, character) => sum + advanceOf(character), 0);
  return Math.max(LEAST_WIDTH, (advance * FONT_SIZE + 2 * MARGIN) / POINTS_PER_INCH);
}

/** What Graphviz gives a box with a short label. Inches. */
const LEAST_WIDTH = 0.75;

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
  return graphText("shape=box", labels, arrows, () => "");
}

/**
 * The same graph to be drawn where nobody knows which fonts there are: with boxes wide enough for their labels in any
 * usual one.
 */
export function pictureGraph(labels: readonly string[], arrows: readonly Arrow[]): string {
  const node = `shape=box, fontname="${FONTS}", fontsize=${FONT_SIZE}`;
  return graphText(node, labels, arrows, (label) => `, width=${boxWidth(label).toFixed(2)}`);
}

function graphText(
  node: string,
  labels: readonly string[],
  arrows: readonly Arrow[],
  attributes: (label: string) => string,
): string {
  const nodes = labels.map((label, position) => `  n${position} [label="${escapeDot(label)}"${attributes(label)}];\n`);
  const edges = arrows.map(
    ({ from, to, style }) => `  n${from} -> n${to}${style === undefined ? "" : ` [${style}]`};\n`,
  );
  return `digraph modules {\n  rankdir=LR;\n  node [${node}];\n${nodes.join("")}${edges.join("")}}\n`;
}

/** In a quoted string of the dot language `"` ends it and `\` begins an escape such as `\N`. */
function escapeDot(text: string): string {
  return text.replace(/["\\]/g, "\\$&");
}
