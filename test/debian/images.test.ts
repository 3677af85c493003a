/** Initramfs images made with ours in the place of kmod's, beside those with kmod's: two kernels, two tools. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { imageFolder, MAKERS, type Maker, makeImage } from "./support/images.ts";
import { putOursIn } from "./support/ours.ts";
import { debianProblem } from "./support/problem.ts";
import { addKernelPackage, copyRoot, inRoot, makeWorkFolder, releasesIn, removeWorkFolder } from "./support/root.ts";
import { laterSoftDependencies, textOf, without } from "./support/soft-dependencies.ts";
import { compareTrees, describeTree } from "./support/tree.ts";

const KERNELS = ["6.1", "6.12"] as const;
const CONFIGURATION = "options loop max_part=7\nsoftdep dummy pre: loop\nblacklist pcspkr\n";

/** Names of the modules in an image. */
function namesIn(image: ReadonlyMap<string, string>): readonly string[] {
  return [...image.keys()].flatMap((path) => /([^/]+)\.ko(\.xz)?$/.exec(path)?.[1]?.replaceAll("-", "_") ?? []);
}

const problem = debianProblem();
const title = "initramfs images with ours in the place of kmod's";

describe.skipIf(problem !== undefined)(problem === undefined ? title : `${title}: skipped, ${problem}`, () => {
  const work = makeWorkFolder();
  let root = "";
  const releases = new Map<string, string>();
  /**
   * By release and module, the files that kmod's modprobe passes over: those of every softdep line of the module but
   * the first.
   */
  const passedOver = new Map<string, ReadonlyMap<string, readonly string[]>>();
  const said = new Map<string, string>();

  beforeAll(() => {
    root = copyRoot(work, "root");
    addKernelPackage(root);
    writeFileSync(join(root, "etc/initramfs-tools/update-initramfs.conf"), "update_initramfs=no\n");
    writeFileSync(join(root, "etc/initramfs-tools/conf.d/lab"), "COMPRESSLEVEL=1\n");
    writeFileSync(join(root, "etc/modprobe.d/lab.conf"), CONFIGURATION);
    inRoot(root, "dpkg -i /root/packages/*.deb");
    for (const release of releasesIn(root)) {
      releases.set(KERNELS.find((kernel) => release.startsWith(`${kernel}.`)) ?? "", release);
      passedOver.set(release, laterSoftDependencies(root, release));
    }
    for (const who of ["kmods", "ours"]) {
      if (who === "ours") putOursIn(root);
      for (const release of releases.values()) {
        for (const maker of MAKERS) said.set(`${who} ${maker} ${release}`, makeImage(root, who, maker, release));
      }
    }
  }, 3_600_000);
  afterAll(() => removeWorkFolder(work));

  describe.each(KERNELS)("kernel %s", (kernel) => {
    describe.each(MAKERS)("by %s", (maker: Maker) => {
      const release = (): string => releases.get(kernel) ?? "";
      const image = (who: string): string => join(root, imageFolder(who, maker, release()));
      const modules = (): string => `usr/lib/modules/${release()}`;
      /** initramfs-tools asks modprobe what belongs together; dracut asks libkmod. */
      const added = (): readonly string[] => {
        if (maker === "dracut") return [];
        const there = describeTree(image("kmods"));
        const names = new Set(namesIn(there));
        const files = [...(passedOver.get(release()) ?? [])].flatMap(([module, paths]) =>
          names.has(module) ? paths : [],
        );
        return [...new Set(files)].filter((path) => !there.has(path)).sort();
      };

      test("holds the same files, but for the tools, today's index and the soft dependencies that kmod passes over", () => {
        const { gone, come, changed } = compareTrees(describeTree(image("kmods")), describeTree(image("ours")));
        expect(gone).toEqual([]);
        expect(come.toSorted()).toEqual([...added(), "usr/bin/kmod-ts", `${modules()}/modules.weakdep`].sort());
        // It names the modules of dracut, of which our package has one.
        const listing = maker === "dracut" ? ["usr/lib/dracut/modules.txt"] : [];
        const indexes = /^usr\/lib\/modules\/[^/]+\/modules\.(alias|builtin\.alias|builtin|dep|symbols)(\.bin)?$/;
        expect(changed.filter((path) => !indexes.test(path))).toEqual(["usr/bin/kmod", ...listing]);
        expect(come.some((path) => path.endsWith("modules.kmod-ts.bin"))).toBe(false);
      });

      test("has the indexes of these files", () => {
        for (const name of ["modules.dep", "modules.alias", "modules.symbols", "modules.softdep", "modules.devname"]) {
          const ours = textOf(join(image("ours"), modules(), name));
          expect(without(ours, added())).toEqual(without(textOf(join(image("kmods"), modules(), name)), []));
        }
      });

      test("makes its maker say the same", () => {
        expect(said.get(`ours ${maker} ${release()}`)).toBe(said.get(`kmods ${maker} ${release()}`));
      });

      test("has a modprobe that runs, and says of every module what kmod's says there", () => {
        const inside = (who: string, words: string): string =>
          inRoot(root, `chroot ${imageFolder(who, maker, release())} ${words}`);
        expect(inside("ours", "/sbin/modprobe --version")).toMatch(/^kmod version 34\n/);
        expect(inside("ours", `/sbin/modprobe -S ${release()} -D ext4`)).toMatch(/\/ext4\.ko(\.xz)? *\n$/);
        const names = namesIn(describeTree(image("kmods"))).filter((name) => !passedOver.get(release())?.has(name));
        expect(names.length).toBeGreaterThan(500);
        const question = `/sbin/modprobe -S ${release()} -a -D ${names.join(" ")}`;
        expect(inside("ours", question)).toBe(inside("kmods", question));
      });
    });
  });
});
