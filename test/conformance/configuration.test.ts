/** modprobe -c, -D, -R and -n over the scenarios of fixtures/config, each in a root of its own. */

import { describe, test } from "vitest";
import type { Case } from "./support/case.ts";
import { conformanceSuite, expectSameAsKmod } from "./support/compare.ts";
import { rootProblem } from "./support/kmod.ts";
import { copyFixture, copySmallTree, makeRoot, scenarioNames, scenarioText } from "./support/roots.ts";

const RELEASE = "1.0";
const scenarios = scenarioNames("config");

/** What is asked about in every scenario: modules, their aliases, a built-in one, and nothing. */
const NAMES = [
  ...["acme_gpu", "acme-core", "acme_wifi", "acme_disk", "acme_fs", "acme_rtc", "no_such_module", "fs-acme"],
  ...["pci:v0000ACEDd00000100sv00001111sd00002222bc03sc00i00", "symbol:acme_crc32", "platform:acme-console"],
];

/** Words of the scenario's own lines that may be names: a name that only the configuration knows is found there. */
function ownNames(scenario: string): readonly string[] {
  const files = ["etc", "run", "usr/local/lib", "usr/lib", "lib"].map((parent) => `root/${parent}/modprobe.d/a.conf`);
  const texts = files.map((file) => scenarioText(`config/${scenario}`, file) ?? "");
  const words = texts.flatMap((text) => text.split(/[ \t\n]+/)).filter((word) => /^[\w*?[\]:.,-]{1,40}$/.test(word));
  return [...new Set(words)].slice(0, 12);
}

function casesOf(scenario: string): readonly Case[] {
  const root = makeRoot((made) => {
    copyFixture(`config/${scenario}`, made);
    copySmallTree(made, RELEASE);
  });
  const given = (scenarioText(`config/${scenario}`, "args") ?? "").replace(/\n$/, "");
  const common = [...(given === "" ? [] : given.split("\n")), "-S", RELEASE];
  const ask = (...words: readonly string[]): Case => ({ tool: "modprobe", root, args: [...common, ...words] });
  const names = [...NAMES, ...ownNames(scenario)];
  return [
    ask("-c"),
    ask("-c", "-q"),
    { ...ask("-c"), environment: { KMOD_LOG: "0" } },
    ...names.flatMap((name) => [ask("-D", "--", name), ask("-R", "--", name)]),
    ...names
      .slice(0, 6)
      .flatMap((name) => [ask("-n", name), ask("-b", "-D", name), ask("-i", "-D", name, "x=1", "y=a b")]),
    ask("-a", "-D", "--", ...names),
  ];
}

const missing = scenarios.length === 0 ? "fixtures/config is missing" : rootProblem();

conformanceSuite("configuration", missing, () => {
  describe("scenarios", () => {
    test.each(scenarios)("%s", (scenario) => expectSameAsKmod(casesOf(scenario)));
  });

  test("options under their new and old names", () => {
    const root = makeRoot((made) => copyFixture("roots/workstation", made));
    const ask = (...words: readonly string[]): Case => ({
      tool: "modprobe",
      root,
      args: ["-S", "6.1.0-fixture", ...words],
    });
    expectSameAsKmod([
      ask("--show-alias", "acme-speaker"),
      ask("--resolve-alias", "acme-speaker"),
      ask("--showconfig"),
      ask("--show", "-v", "acme_gpu"),
      ask("-q", "--showconfig"),
      ask("--show-depends", "acme_gpu"),
    ]);
  });
});
