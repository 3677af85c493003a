/** `kmod-ts lint` over what Debian's own packages say to modprobe, depmod and systemd-modules-load: nothing that is not so. */

import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { treesFolder } from "../../scripts/trees-folder.mjs";
import { describeUnless, lackOfTrees } from "../support/lack.ts";
import { linkModules } from "./support/compressed-modules.ts";
import { type ModuleRoot, makeModuleRoot } from "./support/module-roots.ts";
import { runOurs } from "./support/ours.ts";
import { findTree, type ModuleTree, modulePaths } from "./support/trees.ts";

/** Each was looked at: it is so. The rest of the packages has nothing that lint could find. */
const FINDINGS: Readonly<Record<string, readonly string[]>> = {
  // Other drivers of this kind of device need the module, and are loaded by their own aliases.
  libnfc6: ["/etc/modprobe.d/blacklist-libnfc.conf:1 useless-blacklist"],
  // The kernel has dropped it.
  libvpb1: ["/etc/modprobe.d/blunt-axe.conf:12 unknown-module"],
  osspd: ["/etc/modprobe.d/osspd.conf:3 unknown-module"],
  // The driver's name is ds2490.
  "owfs-common": [
    "/etc/modprobe.d/owfs-common.conf:1 unknown-module",
    "/etc/modprobe.d/owfs-common.conf:3 useless-blacklist",
  ],
  // A link to /etc/modules, which another package makes.
  systemd: ["/etc/modules-load.d/modules.conf:null dangling-link"],
};

interface Answer {
  readonly findings: readonly { readonly path: string; readonly line: number | null; readonly rule: string }[];
}

function makeIndexedRoot(of: ModuleTree): ModuleRoot {
  const made = makeModuleRoot(of.release);
  linkModules(of, modulePaths(of), made.directory);
  for (const name of readdirSync(of.directory).filter((each) => each.startsWith("modules."))) {
    cpSync(join(of.directory, name), join(made.directory, name));
  }
  return made;
}

const tree = findTree("6.1");
const folder = join(treesFolder(), "configurations");
const problem = lackOfTrees(tree, existsSync(folder) || undefined);
const packages = problem === undefined ? readdirSync(folder).filter((name) => name !== "package") : [];

describeUnless(problem, "lint of Debian's packages", () => {
  test(`${packages.length} packages`, () => {
    const made = makeIndexedRoot(tree as ModuleTree);
    const found = packages.map((name): readonly [string, readonly string[]] => {
      const from = join(folder, name);
      cpSync(from, made.root, { recursive: true, verbatimSymlinks: true });
      const { out, err } = runOurs({
        tool: "kmod-ts",
        args: ["lint", "--json", "--root", made.root, "-S", made.release],
      });
      expect(err).toBe("");
      for (const part of ["etc", "usr", "lib/modprobe.d", "lib/depmod.d", "lib/modules-load.d"]) {
        rmSync(join(made.root, part), { recursive: true, force: true });
      }
      return [name, (JSON.parse(out) as Answer).findings.map(({ path, line, rule }) => `${path}:${line} ${rule}`)];
    });
    expect(Object.fromEntries(found.filter(([, findings]) => findings.length > 0))).toEqual(FINDINGS);
    expect(packages.length).toBeGreaterThan(30);
  }, 120_000);
});
