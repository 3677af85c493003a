/** A whole Debian 12 with ours in the place of kmod's, beside the same with kmod's: three boots, and one of kmod's. */

import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDisk, readFolder } from "./support/disk.ts";
import { type Results, runJob } from "./support/guest.ts";
import { makeLabRoot } from "./support/lab-root.ts";
import { putOursIn } from "./support/ours.ts";
import { debianProblem } from "./support/problem.ts";
import { addKernelPackage, inRoot, makeWorkFolder, releasesIn, removeWorkFolder } from "./support/root.ts";
import { compareTrees, describeTree, type TreeDifference } from "./support/tree.ts";

/** What every boot is asked. */
const LOOK = ["state", "failed_units", "release", "whose_modprobe", "loaded_modules", "journal_of_modules"];
const WARNINGS = ["journal_of_warnings", "journal"];

const OURS = "kmod version 34\n+ZSTD +XZ +ZLIB +OPENSSL -MBEDTLS\n/usr/bin/kmod-ts\n/usr/bin/kmod-ts\n";
const KMODS = "kmod version 30\n+ZSTD +XZ -ZLIB +LIBCRYPTO -EXPERIMENTAL\n/usr/bin/kmod\n/usr/bin/kmod\n";

/**
 * What changes in any Debian that runs and gets a kernel: logs and caches, dpkg's records, images, dkms' files,
 * indexes.
 */
const ORDINARY = [
  /^(dev|lost\+found|proc|root|run|sys|tmp|mnt)(\/|$)/,
  /^(vmlinuz|initrd\.img)(\.old)?$/,
  /^boot(\/(initrd\.img-|.*-6\.12).*)?$/,
  /^etc(\/(machine-id|\.updated|kernel.*|initramfs-tools\/conf\.d.*))?$/,
  /^usr\/lib\/modules(\/6\.12.*|\/6\.1\.[^/]*(\/updates.*)?)?$/,
  /^usr\/lib\/modules\/6\.1\.[^/]*\/modules\.(alias|builtin\.alias|builtin|dep|symbols)(\.bin)?$/,
  /^usr\/lib\/modules\/6\.1\.[^/]*\/modules\.(devname|softdep)$/,
  /^usr\/share\/doc(\/linux-image-6\.12.*)?$/,
  /^usr\/share\/(bug|lintian\/overrides)(\/linux-image-6\.12.*)?$/,
  /^var(\/(\.updated|cache|lib\/(dkms|dpkg|initramfs-tools|systemd|apt)|log|tmp)(\/.*)?)?$/,
];

/**
 * What depmod leaves that kmod 30's does not know. Neither does harm; Debian 12's kernel packages remove only the
 * first.
 */
const INDEXES_OF_TODAY = ["modules.kmod-ts.bin", "modules.weakdep"];

const problem = debianProblem();
const title = "a whole Debian with ours in the place of kmod's";

describe.skipIf(problem !== undefined)(problem === undefined ? title : `${title}: skipped, ${problem}`, () => {
  const work = makeWorkFolder();
  const disk = join(work, "ours.img");
  let releases: readonly [string, string] = ["", ""];
  let kmods: Results = {};
  let first: Results = {};
  let second: Results = {};
  let third: Results = {};
  let restored: TreeDifference = { gone: [], come: [], changed: [] };

  beforeAll(async () => {
    const root = makeLabRoot(work);
    inRoot(root, "update-initramfs -u");
    addKernelPackage(root);
    const before = describeTree(root);
    makeDisk(join(work, "kmods.img"), root, "4G", "root");
    putOursIn(root);
    inRoot(root, "update-initramfs -u");
    makeDisk(disk, root, "4G", "root");
    const [old = ""] = releasesIn(root);

    const same = [...LOOK, "modules", "dkms_install", "dkms_module"];
    [kmods, first] = await Promise.all([
      runJob(work, { name: "kmods", disk: join(work, "kmods.img"), release: old, steps: [...same, ...WARNINGS] }),
      runJob(work, { name: "first", disk, release: old, steps: [...same, "kernel_package", "releases", ...WARNINGS] }),
    ]);
    const later = /^6\.12.*$/m.exec(first["releases"] ?? "")?.[0] ?? "";
    releases = [old, later];
    const back = ["dkms_module", "kmod_back", "whose_modprobe_then", "verify_kmod"];
    second = await runJob(work, {
      name: "second",
      disk,
      release: later,
      steps: [...LOOK, "modules", ...back, ...WARNINGS],
    });
    readFolder(disk, "/", join(work, "read"));
    restored = compareTrees(before, describeTree(join(work, "read")));
    third = await runJob(work, {
      name: "third",
      disk,
      release: later,
      steps: [...LOOK, "modules", "dkms_module", ...WARNINGS],
    });
  }, 3_600_000);
  afterAll(() => removeWorkFolder(work));

  const lines = (text: string | undefined): readonly string[] => (text ?? "").split("\n").sort();

  /** dkms shows by dots how long it takes, and complains where a shell has ended before another. */
  const withoutDots = (text: string | undefined): string =>
    (text ?? "").replace(/^.*: echo: write error: Broken pipe\n/gm, "").replace(/\.{2,}$/gm, "");

  /**
   * Every boot: nothing failed, and the journal says the same of modules, in the order in which units happened to end.
   */
  function expectSound(results: Results, release: string, whose: string): void {
    expect(results["state"]).toBe("running\nactive\nstatus 0\n");
    expect(results["failed_units"]).toBe("status 0\n");
    expect(results["release"]).toBe(`${release}\nstatus 0\n`);
    expect(results["whose_modprobe"]).toContain(whose);
  }

  test("it comes up with kmod's tools", () => {
    expectSound(kmods, releases[0], KMODS);
  });

  test("it comes up from the image that its own update-initramfs made, with no unit failed and nothing else in the journal", () => {
    expectSound(first, releases[0], OURS);
    expect(first["loaded_modules"]).toBe(kmods["loaded_modules"]);
    expect(lines(first["journal_of_modules"])).toEqual(lines(kmods["journal_of_modules"]));
    expect(lines(first["journal_of_warnings"])).toEqual(lines(kmods["journal_of_warnings"]));
  });

  test("it loads and removes modules as with kmod's tools", () => {
    expect(kmods["modules"]).toContain("== what it got\nfat ");
    expect(first["modules"]).toBe(kmods["modules"]);
  });

  test("dkms builds, installs and finds a module as with kmod's tools", () => {
    expect(lines(withoutDots(first["dkms_install"]))).toEqual(lines(withoutDots(kmods["dkms_install"])));
    expect(withoutDots(first["dkms_module"])).toBe(withoutDots(kmods["dkms_module"]));
    expect(withoutDots(first["dkms_module"])).toMatch(
      /^lab\/1\.0, 6\.1\..*: installed\nThe lab's own module\ninsmod .*lab\.ko word=heard\nheard\nrmmod lab\n/,
    );
  });

  test("it gets a kernel package, with dkms' module and an image, and starts that kernel", () => {
    expect(first["kernel_package"]).toContain("update-initramfs: Generating /boot/initrd.img-6.12");
    expect(first["kernel_package"]).toMatch(/^status 0$/m);
    expectSound(second, releases[1], OURS);
    expect(second["dkms_module"]).toMatch(/6\.12.*: installed$/m);
    expect(second["dkms_module"]).toMatch(/^heard$/m);
  });

  test("it is given kmod back, every byte", () => {
    expect(second["kmod_back"]).toMatch(/^status 0$/m);
    expect(second["whose_modprobe_then"]).toBe(`${KMODS}status 0\n`);
    expect(second["verify_kmod"]).toBe("status 0\n");
    const unexpected = (paths: readonly string[]): readonly string[] =>
      paths.filter((path) => !ORDINARY.some((pattern) => pattern.test(path)));
    const ofToday = INDEXES_OF_TODAY.map((name) => `usr/lib/modules/${releases[0]}/${name}`);
    expect({
      gone: unexpected(restored.gone),
      come: unexpected(restored.come),
      changed: unexpected(restored.changed),
    }).toEqual({ gone: [], come: ofToday, changed: [] });
  });

  test("it goes on with kmod's tools as with ours", () => {
    expectSound(third, releases[1], KMODS);
    expect(third["loaded_modules"]).toBe(second["loaded_modules"]);
    expect(lines(third["journal_of_modules"])).toEqual(lines(second["journal_of_modules"]));
    expect(third["modules"]).toBe(second["modules"]);
    expect(withoutDots(third["dkms_module"])).toBe(withoutDots(second["dkms_module"]));
  });
});
