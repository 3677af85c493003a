import fc from "fast-check";
import { expect, test } from "vitest";
import { run } from "../../../src/cli/run.ts";
import { toByteString } from "../../../src/core/bytes.ts";
import { parseDependencies } from "../../../src/core/index/text-files.ts";
import { openTrie } from "../../../src/core/index/trie-reader.ts";
import { indexFile, indexText } from "../../support/index-files.ts";
import { INDEX_NAMES } from "../../support/index-names.ts";
import type { Tree } from "../../support/memory-file-system.ts";
import { memoryPlatform } from "../../support/memory-platform.ts";
import { mutated, PROPERTY_PARAMETERS } from "../../support/mutations.ts";

const D = "/lib/modules/6.1.0-fixture";

const INPUTS = ["modules.builtin", "modules.builtin.modinfo", "modules.order"];

/** Those of the fixture; kmod 30 made it, and modules.weakdep is newer than that. */
const NAMES = [...INDEX_NAMES.filter((name) => name !== "modules.weakdep"), ...INPUTS];

const TREE: Tree = {
  ...Object.fromEntries(NAMES.map((name) => [name, indexFile(name)])),
  ...Object.fromEntries(parseDependencies(indexText("modules.dep"), "").lines.map(({ path }) => [path, ""])),
  "modules.weakdep": "# Weak dependencies extracted from modules themselves.\n",
};

function verify(tree: Tree): { readonly status: number; readonly out: string; readonly err: string } {
  const platform = memoryPlatform({ [D]: tree }, { release: "6.1.0-fixture" });
  const status = run(["depmod", "--verify", "-v"], platform);
  return { status, ...platform.written };
}

const FINE = { status: 0, out: `${D}: the indexes of 11 modules are complete and up to date\n`, err: "" };

/** What an index says, however it is laid out. */
function content(name: string, bytes: Uint8Array): unknown {
  return name.endsWith(".bin") ? [...openTrie(bytes, name).entries()] : toByteString(bytes);
}

test("the fixture's own indexes are fine", () => {
  expect(verify(TREE)).toEqual(FINE);
});

test("`depmod --verify` of damaged indexes reports problems, or finds the same entries and nothing to say", () => {
  const damaged = fc.constantFrom(...NAMES).chain((name) => fc.tuple(fc.constant(name), mutated([indexFile(name)])));
  fc.assert(
    fc.property(damaged, ([name, bytes]) => {
      const { status, out, err } = verify({ ...TREE, [name]: bytes });
      if (status === 0) {
        expect({ status, out, err }).toEqual(FINE);
        if (name.endsWith(".bin")) expect(content(name, bytes)).toEqual(content(name, indexFile(name)));
      } else {
        expect([status, out]).toEqual([1, ""]);
        expect(err).toMatch(/^depmod: (?:ERROR|WARNING): \/lib\/modules\//);
      }
    }),
    PROPERTY_PARAMETERS,
  );
});
