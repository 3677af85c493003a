import { describe, expect, test } from "vitest";
import { compileExtendedExpression } from "../../../src/core/depmod/extended-expression.ts";

const VERSION = "6.1.0-56-amd64";

describe("compileExtendedExpression", () => {
  test.each([
    ...[
      "6",
      "^6",
      "amd64$",
      "^6\\.1",
      "6.1",
      "[0-9]+-amd",
      "(5|6)\\.1",
      "^(6\\.1|5)\\..*64$",
      "x*",
      "",
      "a{1}m",
      "0{0,2}-5",
    ],
    ...[
      "[[:digit:]]+\\.[[:alpha:]]*1",
      "[^a-z]",
      "[]6]",
      "[a6-]",
      "6|x",
      "*6",
      "(*6)",
      "6\\.1\\.0(-[0-9]+)?-amd64",
      "a?m+d{1,}",
    ],
    ...["[[.6.]]", "()6", "(|x)6", "6|", "5?6{,2}"],
  ])("%j matches", (expression) => {
    expect(compileExtendedExpression(expression)?.(VERSION)).toBe(true);
  });

  test.each(["7", "6$", "^1", "6\\+", "AMD", "[[:upper:]]", "m{2}", "(6){2}", "[.]6", "^amd64", "a^", "6{3,}", "x+"])(
    "%j does not match",
    (expression) => {
      expect(compileExtendedExpression(expression)?.(VERSION)).toBe(false);
    },
  );

  test.each(["(", "(6", "[", "[a", "[z-a]", "a{", "a{2,1}", "a{999}", "\\", "[[:none:]]", "(a)\\1"])(
    "%j does not compile",
    (expression) => {
      expect(compileExtendedExpression(expression)).toBeUndefined();
    },
  );

  test("takes no longer for what makes others try every way", () => {
    expect(compileExtendedExpression("^(a+)+$")?.(`${"a".repeat(5000)}b`)).toBe(false);
    expect(compileExtendedExpression("(((a{200}){200}){200})")).toBeUndefined();
    expect(compileExtendedExpression("(".repeat(5000))).toBeUndefined();
  });
});
