/**
 * What the bundled roots' expect/ folders say holds for us, with or without a kmod beside us. `KMOD_TS_UPDATE=1` writes the
 * blocks anew, from what kmod says and never from what we say: our two rules on soft dependencies are out of play.
 */

import { afterAll, describe, expect, test } from "vitest";
import { type Lack, lackOfDecompressor, testUnless } from "../support/lack.ts";
import { kmodAnswers } from "./support/compare.ts";
import { blockOf, caseOf, expectationFiles, readExpectations, writeExpectations } from "./support/expectations.ts";
import { runUnderKmodsRules } from "./support/kmods-soft-dependencies.ts";
import { withModules } from "./support/module-facts.ts";
import { copyFixture, makePlainRoot, makeRoot, removeRoots } from "./support/roots.ts";

afterAll(removeRoots);

const files = expectationFiles();

function updateFromKmod(scenario: string, path: string): void {
  const root = makeRoot((made) => copyFixture(scenario, made));
  const commands = readExpectations(path).map(({ command }) => command);
  const cases = commands.map((command) => caseOf(command, root));
  const answers = kmodAnswers(withModules(cases));
  writeExpectations(
    path,
    commands.map((command, at) => ({ command, block: blockOf(answers[at] ?? { out: "", err: "", status: -1 }) })),
  );
}

/** Modules of the roots that are compressed, of which modinfo reads more than their name. */
const COMPRESSED = { acme_wifi: "xz", acme_crc: "zstd" } as const;

function lackFor(command: string): Lack {
  const words = command.split(" ");
  const named = Object.entries(COMPRESSED).find(([name]) => words[0] === "modinfo" && words.includes(name));
  return named === undefined || words.includes("-n") ? undefined : lackOfDecompressor(named[1]);
}

test("there are expectations", () => expect(files.length).toBeGreaterThan(0));

describe.each(files)("$path", ({ scenario, path }) => {
  const { KMOD_TS_UPDATE } = process.env;
  if (KMOD_TS_UPDATE === "1") updateFromKmod(scenario, path);
  const root = makePlainRoot(scenario);

  for (const { command, block } of readExpectations(path)) {
    testUnless(lackFor(command), command, () => {
      expect(blockOf(runUnderKmodsRules(caseOf(command, root)))).toBe(block);
    });
  }
});
