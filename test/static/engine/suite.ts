/** Test files as a program of the static edition's engine: `PROGRAM FILE` lists the tests of one, `PROGRAM FILE NUMBER` runs one. */

import { native } from "../../../src/static/native.ts";
import { staticPlatform } from "../../../src/static/platform.ts";
import { listTests, runTest } from "./recorder.ts";

/** As bytes. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\x80-\uffff]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

native.main = ([, file = "", number]) => {
  // Puts the binding's functions in place of the portable ones, as in the product.
  staticPlatform();
  native.write(1, asciiJson(number === undefined ? listTests(file) : runTest(file, Number(number))));
  return 0;
};
