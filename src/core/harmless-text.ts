/** Text from files as a terminal may have it. */

import { decodeUtf8, encodeUtf8 } from "./bytes.ts";

/**
 * What a terminal would obey, or show in another place than it stands: control characters but for tabs, lines of their
 * own, and marks that turn the direction of what follows.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const HARMFUL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const REPLACEMENT = "\ufffd";

/**
 * One line, a byte string without its newline, with U+FFFD in the place of each character that would harm a terminal
 * and of each byte that is no UTF-8. A newline within counts as one.
 */
export function harmless(line: string): string {
  if (/^[\t -~]*$/.test(line)) return line;
  return encodeUtf8(decodeUtf8(line).replace(HARMFUL, REPLACEMENT));
}

/** The same of text whose newlines are its own. */
export function harmlessLines(text: string): string {
  return text.split("\n").map(harmless).join("\n");
}

/**
 * The same of JSON, a byte string, whose own newlines stay: each such character becomes its escape, which stands for
 * the same.
 */
export function harmlessJson(json: string): string {
  if (/^[\n -~]*$/.test(json)) return json;
  const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return encodeUtf8(decodeUtf8(json).replace(HARMFUL, (each) => (each === "\n" ? each : escaped(each))));
}
