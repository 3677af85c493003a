import { describe, expect, it } from "vitest";
import { isIgnoredLine, nextWord, parseLogicalLines } from "../../../src/core/config/lexer.ts";

/** Each logical line as `number:text`. */
function lines(text: string): readonly string[] {
  return [...parseLogicalLines(text)].map((line) => `${line.line}:${line.text}`);
}

describe("parseLogicalLines", () => {
  it.each([
    ["an empty file", "", []],
    ["plain lines", "a\nb\n", ["1:a", "2:b"]],
    ["a last line without newline", "a\nb", ["1:a", "2:b"]],
    ["blank lines", "\n \n", ["1:", "2: "]],
    ["a joined line under its last number", "a \\\n b\\\nc\nd", ["3:a  bc", "4:d"]],
    ["a comment that swallows the next line", "# a\\\nb\nc", ["2:# ab", "3:c"]],
    ["dropped backslashes", "a\\tb\\\\c\\ d\n", ["1:atb\\c d"]],
    ["two backslashes before a newline", "a\\\\\nb", ["1:a\\", "2:b"]],
    ["a backslash at the end", "a\\", ["1:a"]],
    ["only a backslash", "\\", []],
    ["a join at the end", "a\\\n", ["2:a"]],
    ["CR as a character", "a\r\nb\\\r\n", ["1:a\r", "2:b\r"]],
    ["a line up to its NUL", "a\0b\\\nc\nd", ["2:a", "3:d"]],
  ])("`parseLogicalLines` reads %s", (_what, text, expected) => {
    expect(lines(text)).toEqual(expected);
  });
});

describe("isIgnoredLine", () => {
  it.each([
    ["", true],
    [" \t ", true],
    ["#", true],
    ["# a", true],
    [" # a", false],
    ["\r", false],
    ["\v", false],
    ["a", false],
  ])("`isIgnoredLine` of %j is %s", (text, expected) => {
    expect(isIgnoredLine(text)).toBe(expected);
  });
});

describe("nextWord", () => {
  it("`nextWord` eats the blanks before a word and one after it", () => {
    expect(nextWord(" \ta \tb", 0)).toEqual({ word: "a", next: 4 });
    expect(nextWord(" \ta \tb", 4)).toEqual({ word: "b", next: 6 });
    expect(nextWord(" \ta \tb", 6)).toEqual({ word: "", next: 6 });
  });
});
