/** errno names, numbers and texts. */

import { constants } from "node:os";
import { expect, test } from "vitest";
import { errnoOf, errnoText, isErrno } from "../../src/core/errno.ts";

test("every errno that Node knows has its number and a name here", () => {
  for (const [name, number] of Object.entries(constants.errno)) {
    expect([name, isErrno(errnoOf(number))]).toEqual([name, true]);
  }
});

test.each([
  [1, "EPERM", "Operation not permitted"],
  [11, "EAGAIN", "Resource temporarily unavailable"],
  [129, "EKEYREJECTED", "Key was rejected by service"],
])("number %i is %s: %s", (number, name, text) => {
  expect([errnoOf(number), errnoText(errnoOf(number))]).toEqual([name, text]);
});

test("a number without a name, as an initialisation may return, keeps its number", () => {
  expect([errnoOf(517), errnoText(errnoOf(517))]).toEqual(["E517", "Unknown error 517"]);
  expect(isErrno("E517")).toBe(false);
});
