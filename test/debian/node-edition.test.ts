/**
 * Initramfs images where /sbin/modprobe is a link to the Node edition: without our hooks, with them, and with nothing
 * to put there.
 */

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readlinkSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RootRun, runInRoot } from "../../scripts/debian-chroot.mjs";
import { debianProblem } from "./support/problem.ts";
import { npmPackage } from "./support/release.ts";
import { copyRoot, inRoot, makeWorkFolder, releasesIn, removeWorkFolder } from "./support/root.ts";

/** As npm installs it for everybody. */
const PACKAGE = "/usr/lib/node_modules/kmod-ts";
const STATIC = `${PACKAGE}/prebuilds/linux-x64/kmod-ts`;

const WHY = "the image has no working modprobe: /usr/sbin/modprobe is a script for Node";
const COMPLAINT = `E: kmod-ts: ${WHY} (${PACKAGE}/bin/modprobe.js), and no static edition for x86_64 was found to take its place\n`;

/** Small images of either tool, with ext4 in them; `made` is what must not be there where none is to be. */
const MAKERS = {
  "initramfs-tools": {
    hook: `ln -sfn ${PACKAGE}/initramfs/initramfs-tools/kmod-ts /etc/initramfs-tools/hooks/kmod-ts`,
    unhook: "rm -f /etc/initramfs-tools/hooks/kmod-ts",
    make: (release: string) => `update-initramfs -c -k ${release} && zstd -dcf /boot/initrd.img-${release} >/image`,
    made: (release: string) => `/boot/initrd.img-${release}`,
  },
  dracut: {
    hook: `ln -sfn ${PACKAGE}/initramfs/dracut/99kmod-ts /usr/lib/dracut/modules.d/99kmod-ts`,
    unhook: "rm -f /usr/lib/dracut/modules.d/99kmod-ts",
    make: (release: string) =>
      `dracut --quiet --force --no-hostonly --no-early-microcode --no-compress --drivers ext4 --kver ${release} /image`,
    made: () => "/image",
  },
} as const;

const problem = debianProblem();
const title = "initramfs images where modprobe is the Node edition";

describe.skipIf(problem !== undefined)(problem === undefined ? title : `${title}: skipped, ${problem}`, () => {
  const work = makeWorkFolder();
  let root = "";
  let release = "";

  beforeAll(() => {
    root = copyRoot(work, "root");
    [release = ""] = releasesIn(root);
    mkdirSync(join(root, PACKAGE), { recursive: true });
    execFileSync("tar", ["-xzf", npmPackage(), "--strip-components=1", "--no-same-owner", "-C", join(root, PACKAGE)]);
    cpSync(process.execPath, join(root, "usr/bin/node"));
    const lists = "echo MODULES=list >/etc/initramfs-tools/conf.d/lab; echo ext4 >/etc/initramfs-tools/modules";
    inRoot(root, `${lists}; ln -sf ${PACKAGE}/bin/modprobe.js /sbin/modprobe; modprobe --version`);
  });
  afterAll(() => removeWorkFolder(work));

  /** Runs commands in the folder of the unpacked image. */
  const inImage = (commands: string): RootRun =>
    runInRoot(root, `rm -rf /unpacked; mkdir /unpacked; cd /unpacked; cpio -idm --quiet </image; ${commands}`);

  describe.each(Object.entries(MAKERS))("%s", (_, { hook, unhook, make, made }) => {
    afterAll(() => {
      inRoot(root, unhook);
    });

    test("without the hook nobody says that the image's modprobe does not run", () => {
      const { status, output } = runInRoot(root, make(release));
      expect({ status, output }).toEqual({ status: 0, output: expect.not.stringContaining("modprobe") });
      expect(inImage("chroot . /sbin/modprobe --version").status).toBe(127);
    });

    test("with the hook the static edition is in its place", () => {
      inRoot(root, hook);
      expect(runInRoot(root, make(release))).toEqual({ status: 0, output: expect.not.stringContaining("E: ") });
      expect(inImage("chroot . /sbin/modprobe --version").output).toMatch(/^kmod version 34\n/);
      expect(readlinkSync(join(root, "unpacked/usr/sbin/modprobe"))).toBe("/usr/bin/kmod-ts");
      const steps = inImage(`chroot . /sbin/modprobe -S ${release} -D ext4`);
      expect(steps).toEqual({ status: 0, output: expect.stringMatching(/\/crc16\.ko *\n(.*\n)*.*\/ext4\.ko *\n$/) });
      expect(inImage("find . -name '*.js'").output).toBe("");
    });

    test("with the hook and no static edition no image is made, and one line says why", () => {
      inRoot(root, `${hook}; rm -f ${made(release)}`);
      renameSync(join(root, STATIC), join(root, "kept"));
      const { status, output } = runInRoot(root, make(release));
      renameSync(join(root, "kept"), join(root, STATIC));
      expect({ status, output }).toEqual({ status: 1, output: expect.stringContaining(COMPLAINT) });
      expect(existsSync(join(root, made(release)))).toBe(false);
    });

    test("the hook leaves an image alone that has kmod's tools", () => {
      inRoot(root, `${hook}; ln -sf /bin/kmod /sbin/modprobe`);
      const { status } = runInRoot(root, make(release));
      inRoot(root, `ln -sf ${PACKAGE}/bin/modprobe.js /sbin/modprobe`);
      expect(status).toBe(0);
      expect(inImage("chroot . /sbin/modprobe --version; ls usr/bin/kmod-ts").output).toMatch(
        /^kmod version 30\n.*\nls: cannot access 'usr\/bin\/kmod-ts'/,
      );
    });
  });

  test("initramfs-tools does not find Node outside of its short PATH: the hook says that the modules are missing", () => {
    const { hook, unhook, make, made } = MAKERS["initramfs-tools"];
    inRoot(root, `${hook}; rm -f ${made(release)}; mv /usr/bin/node /usr/local/bin/node`);
    const { status, output } = runInRoot(root, make(release));
    inRoot(root, `${unhook}; mv /usr/local/bin/node /usr/bin/node`);
    const complaint =
      "E: kmod-ts: the image lacks its modules: /sbin/modprobe does not run here (is node in /usr/bin:/sbin:/bin?)";
    expect({ status, output }).toEqual({ status: 1, output: expect.stringContaining(complaint) });
    expect(existsSync(join(root, made(release)))).toBe(false);
    rmSync(join(root, "image"), { force: true });
  });
});
