/** Damaged copies of what /proc/modules says in the scenarios of fixtures/proc. */

import type fc from "fast-check";
import { toByteString } from "../../src/core/bytes.ts";
import { mutatedText } from "./mutated-text.ts";
import { procModulesOf } from "./proc-scenario.ts";

/** Small scenarios whole, and the beginning of a large one. */
const SEEDS = [
  "uml-6.1",
  "permanent",
  "unloading",
  "no-unload-support",
  "tainted",
  "malformed-lines",
  "binary-rubbish",
].map((name) => toByteString(procModulesOf(name) ?? new Uint8Array()).slice(0, 1200));

const WORDS = [
  "-",
  ",",
  "[permanent],",
  "Live",
  "Loading",
  "Unloading",
  "0x",
  "(",
  "+)",
  "99999999999999999999",
  "__proto__",
];

/** Byte strings to be read as /proc/modules. */
export function mutatedProcModules(): fc.Arbitrary<string> {
  return mutatedText(SEEDS, WORDS);
}
