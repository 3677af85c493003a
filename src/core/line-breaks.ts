/** Text cut into lines of a terminal: between words, or within a word that no line has room for. Byte strings. */

import { decodeCharacter, encodeUtf8 } from "./bytes.ts";
import { characterWidth } from "./text-width.ts";

/** A character with the marks that stand on it. */
interface Cluster {
  readonly bytes: string;
  readonly width: number;
}

/** The room that lines have, in columns. */
export interface Room {
  readonly first: number;
  /** Of every line but the first. */
  readonly others: number;
}

const TAB = 8;
const ELLIPSIS: string = encodeUtf8("\u2026");

/** Behind these a word without a blank, such as a path, best goes on in the next line; else behind the others. */
const JOINTS = ["/,;:|", "_-"];

function clustersOf(text: string): readonly Cluster[] {
  const clusters: Cluster[] = [];
  for (let at = 0; at < text.length; ) {
    const { point, length } = decodeCharacter(text, at);
    const width = point === 0x09 ? TAB : characterWidth(point);
    const bytes = text.slice(at, at + length);
    const last = clusters.at(-1);
    if (width === 0 && last !== undefined) clusters[clusters.length - 1] = { ...last, bytes: last.bytes + bytes };
    else clusters.push({ bytes, width });
    at += length;
  }
  return clusters;
}

/** The columns of a byte string in UTF-8; a byte that is none takes one, a tab as many as it may. */
export function widthOf(text: string): number {
  if (isPlain(text)) return text.length;
  return clustersOf(text).reduce((sum, { width }) => sum + width, 0);
}

/** One column for each byte. */
function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/**
 * The lines that `text` (a byte string without newlines) makes. Blanks at a break are dropped; nothing else is lost. A
 * line is longer than its room only where that has not even room for one character.
 */
export function brokenLines(text: string, room: Room): readonly string[] {
  if (isPlain(text) && text.length <= room.first) return [text];
  const clusters = clustersOf(text);
  const lines: string[] = [];
  for (let start = 0; start < clusters.length || lines.length === 0; ) {
    const limit = lines.length === 0 ? room.first : room.others;
    const end = fittingEnd(clusters, start, limit);
    const stop = end === clusters.length ? end : breakBefore(clusters, start, end, room.others);
    lines.push(joined(clusters, start, lastInk(clusters, start, stop)));
    start = stop;
    while (start < clusters.length && isBlank(clusters[start])) start++;
  }
  return lines;
}

/**
 * `text` if it fits, else its beginning and an ellipsis: a byte string of at most `width` columns, which is 1 or more.
 */
export function cutToWidth(text: string, width: number): string {
  if (isPlain(text) && text.length <= width) return text;
  const clusters = clustersOf(text.slice(0, longestOf(width)));
  const isWhole = text.length <= longestOf(width);
  if (isWhole && reach(clusters, 0, width) === clusters.length) return text;
  return joined(clusters, 0, reach(clusters, 0, width - 1)) + ELLIPSIS;
}

/** More bytes than that of text nobody can see in so many columns, however many marks stand on it. */
function longestOf(width: number): number {
  return 64 * (width + 1);
}

function isBlank(cluster: Cluster | undefined): boolean {
  return cluster?.bytes === " ";
}

function joined(clusters: readonly Cluster[], start: number, end: number): string {
  return clusters
    .slice(start, end)
    .map(({ bytes }) => bytes)
    .join("");
}

/** Where the clusters from `start` on are wider than `limit`. */
function reach(clusters: readonly Cluster[], start: number, limit: number): number {
  let end = start;
  for (let used = 0; end < clusters.length; end++) {
    used += (clusters[end] as Cluster).width;
    if (used > limit) break;
  }
  return end;
}

/** The same, but never `start` itself. */
function fittingEnd(clusters: readonly Cluster[], start: number, limit: number): number {
  return Math.min(clusters.length, Math.max(reach(clusters, start, limit), start + 1));
}

/** Where to break a line that would have room up to `end`. */
function breakBefore(clusters: readonly Cluster[], start: number, end: number, room: number): number {
  if (isBlank(clusters[end])) return end;
  let word = end;
  while (word > start && !isBlank(clusters[word - 1])) word--;
  const isFirst = lastInk(clusters, start, word) === start;
  const leftOver = end - word;
  if (!isFirst && (fitsWithin(clusters, word, room) || leftOver < room / 2)) return word;
  const joints = JOINTS.map((marks) => lastJoint(clusters, word, end, marks));
  const joint = joints.find((each) => (each - word) * 3 >= leftOver && saysSomething(clusters, word, each));
  // A blank is a better place than the middle of a word, even where that has to be cut in the next line.
  return joint ?? (isFirst ? beforeNumber(clusters, start, end) : word);
}

/** Whether there is more than marks, such as the dashes before an option. */
function saysSomething(clusters: readonly Cluster[], start: number, end: number): boolean {
  return clusters.slice(start, end).some(({ bytes }) => !JOINTS.some((marks) => marks.includes(bytes)));
}

/** `end`, or the colon before it where that would tear the number off a `FILE:LINE`. */
function beforeNumber(clusters: readonly Cluster[], start: number, end: number): number {
  if (!isDigit(clusters[end])) return end;
  let number = end;
  while (number > start && isDigit(clusters[number - 1])) number--;
  const isLine = number - 1 > start && clusters[number - 1]?.bytes === ":";
  return isLine ? number - 1 : end;
}

/** Whether the word from `start` on has room in a line of its own. */
function fitsWithin(clusters: readonly Cluster[], start: number, room: number): boolean {
  const end = fittingEnd(clusters, start, room);
  if (end === clusters.length) return true;
  for (let at = start; at <= end; at++) if (isBlank(clusters[at])) return true;
  return false;
}

function lastJoint(clusters: readonly Cluster[], start: number, end: number, marks: string): number {
  let at = end;
  while (at > start && !isJoint(clusters, at, marks)) at--;
  return at;
}

/** Whether one of `marks` stands before `at`; `:` and a number belong together, as in `FILE:LINE`. */
function isJoint(clusters: readonly Cluster[], at: number, marks: string): boolean {
  const mark = (clusters[at - 1] as Cluster).bytes;
  return marks.includes(mark) && !(mark === ":" && isDigit(clusters[at]));
}

function isDigit(cluster: Cluster | undefined): boolean {
  return cluster !== undefined && /^[0-9]$/.test(cluster.bytes);
}

function lastInk(clusters: readonly Cluster[], start: number, end: number): number {
  let last = end;
  while (last > start && isBlank(clusters[last - 1])) last--;
  return last;
}
