/** Where `kmod-ts status` says that kmod passes over an install command: what kmod's modprobe then tries. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { describeUnless } from "../support/lack.ts";
import { kmodProblem, rootProblem, runKmod } from "./support/kmod.ts";
import { runOurs } from "./support/ours.ts";
import { copySmallTree, makeRoot, removeRoots, SMALL_RELEASE } from "./support/roots.ts";

const problem = kmodProblem() ?? rootProblem();

/** Lines beside `install NAME /bin/true`, for a module of the tree. */
const CASES: readonly (readonly [name: string, lines: string])[] = [
  ["acme_fs", ""],
  ["acme_fs", "softdep acme_fs pre: acme_touch\n"],
  ["acme_fs", "softdep acme_fs post: acme_touch\n"],
  ["acme_fs", "softdep acme_fs pre: nosuch\n"],
  ["acme_fs", "softdep acme_fs pre: acme_fs\n"],
  ["acme_fs", "softdep acme_fs pre: acme_rtc\n"],
  ["acme_fs", "softdep acme_fs acme_touch\n"],
  ["acme_fs", "softdep acme-f* pre: nosuch post: acme-touch\n"],
  ["acme_fs", "softdep acme_fs pre: nosuch\nsoftdep acme_fs pre: acme_touch\n"],
  ["acme_fs", "softdep acme_fs pre: acme_touch\nsoftdep acme_fs pre: nosuch\n"],
  ["acme_fs", "softdep acme_fs pre: word\ninstall word true\n"],
  ["acme_fs", "softdep acme_fs pre: word\nalias word nosuch\n"],
  ["acme_fs", "softdep acme_touch pre: acme_fs\n"],
  ["acme_gpu", ""],
  ["acme_gpu", "softdep acme_gpu pre: nosuch\n"],
  ["acme_disk", ""],
];

function ask(name: string, lines: string): { readonly ours: boolean; readonly kmods: boolean } {
  const root = makeRoot((made) => {
    copySmallTree(made, SMALL_RELEASE);
    mkdirSync(join(made, "etc/modprobe.d"), { recursive: true });
    writeFileSync(join(made, "etc/modprobe.d/a.conf"), `install ${name} /bin/true\n${lines}`);
  });
  const [kmods] = runKmod([{ tool: "modprobe", args: ["-n", "-v", "-S", SMALL_RELEASE, name], root }]);
  const ours = runOurs({ tool: "kmod-ts", args: ["status", "--json", "-S", SMALL_RELEASE, name], root });
  expect([kmods?.status, kmods?.err, ours.err]).toEqual([0, "", ""]);
  const { modules } = JSON.parse(ours.out);
  const hindrance = modules[0].hindrances.find(({ kind }: { readonly kind: string }) => kind === "command");
  return { ours: hindrance.ignoredByKmod, kmods: !kmods?.out.includes("install /bin/true") };
}

describeUnless(problem, "install commands beside soft dependencies", () => {
  test.each(CASES)("install %s, then %j", (name, lines) => {
    const { ours, kmods } = ask(name, lines);
    expect(ours).toBe(kmods);
  });
  afterAll(removeRoots);
});
