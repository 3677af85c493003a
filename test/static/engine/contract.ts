/** The contract suite as a program of the static edition's engine: prints for each case its name and what was wrong. */

import { fromByteString } from "../../../src/core/bytes.ts";
import { makeParents } from "../../../src/core/make-parents.ts";
import { staticFileSystem } from "../../../src/static/file-system.ts";
import { staticHost } from "../../../src/static/host.ts";
import { native } from "../../../src/static/native.ts";
import { describeDeviceNodes, describeFileSystem } from "../../contract/file-system.ts";
import { describeHost } from "../../contract/host.ts";
import type { LinkNode, Node, Tree } from "../../support/memory-file-system.ts";
import { type Case, type Context, cases } from "./stand-in.ts";

/** What became of a case. */
export interface Verdict {
  readonly name: string;
  /** Empty where all is well. */
  readonly problem: string;
}

const files = staticFileSystem();

function write(path: string, node: Node): void {
  if (typeof node === "string" || node instanceof Uint8Array) {
    makeParents(files, path, 0o755);
    files.create(path, typeof node === "string" ? fromByteString(node) : node, 0o644);
  } else if ("linkTo" in node) {
    makeParents(files, path, 0o755);
    files.link((node as LinkNode).linkTo, path);
  } else {
    makeParents(files, `${path}/`, 0o755);
    for (const [name, each] of Object.entries(node as Tree)) write(`${path}/${name}`, each);
  }
}

const context: Context = {
  skip() {
    throw new Error("skipped");
  },
};

function verdict({ name, body }: Case): Verdict {
  try {
    body(context);
    return { name, problem: "" };
  } catch (error) {
    return { name, problem: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) };
  }
}

/** What the program is given: a folder, and what uname(1) prints. */
let folder = "";
let machine = "";
/** How many trees are in the folder. */
let trees = 0;

describeFileSystem("staticFileSystem", (tree) => {
  const root = `${folder}/tree-${++trees}`;
  write(root, tree);
  return { files, root };
});

describeDeviceNodes("staticFileSystem", files);

describeHost("staticHost", staticHost(), { edition: "static", machine: () => machine });

native.main = ([, given = "", name = ""]) => {
  folder = given;
  machine = name;
  native.write(1, JSON.stringify(cases.map(verdict)));
  return 0;
};
