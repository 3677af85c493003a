/** The configuration roots of fixtures/config as trees for the memory file system. See NOTES.md there. */

import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { toByteString } from "../../src/core/bytes.ts";
import { linkTo, type Node, type Tree } from "./memory-file-system.ts";

export interface ConfigScenario {
  readonly name: string;
  /** What lies in `root/`. */
  readonly tree: Tree;
  /** Arguments for modprobe: `-C PATH` or `--config=PATH`. */
  readonly args: readonly string[];
  /** What `modprobe -c -S 1.0` writes before the index dump, messages first; a byte string. */
  readonly expected: string;
}

const FOLDER = join(import.meta.dirname, "../../fixtures/config");

function readTree(folder: string): Tree {
  const nodes = readdirSync(folder, { withFileTypes: true }).map((entry): [string, Node] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return [entry.name, readTree(path)];
    if (entry.isSymbolicLink()) return [entry.name, linkTo(readlinkSync(path))];
    return [entry.name, readFileSync(path)];
  });
  return Object.fromEntries(nodes);
}

/** All scenarios, sorted by name. */
export function readConfigScenarios(): readonly ConfigScenario[] {
  const names = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names
    .map(({ name }) => name)
    .toSorted()
    .map((name) => {
      const folder = join(FOLDER, name);
      const args = join(folder, "args");
      return {
        name,
        tree: readTree(join(folder, "root")),
        args: existsSync(args) ? readFileSync(args, "latin1").split("\n").slice(0, -1) : [],
        expected: toByteString(readFileSync(join(folder, "expect"))),
      };
    });
}
