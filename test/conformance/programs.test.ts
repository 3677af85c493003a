/** The programs as a user starts them (the Node edition's are the files of bin/), beside kmod's: what running in this process cannot show. */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Program, programOf, programProblem } from "../support/edition.ts";
import { describeUnless } from "../support/lack.ts";
import { kmodProblem, TOOL_PATHS } from "./support/kmod.ts";
import { SMALL_RELEASE, WORKSTATION } from "./support/roots.ts";

const KERNEL = join(WORKSTATION, "lib/modules", SMALL_RELEASE, "kernel");

/** kmod 30 and we agree on these without any named difference: the build-id is not asked for. */
const COMMANDS: readonly (readonly [tool: "modinfo" | "modprobe" | "kmod" | "lsmod", ...args: string[]])[] = [
  ["modinfo", "-n", "./drivers/acme/acme-core.ko"],
  ["modinfo", "-n", "drivers/acme/acme-core.ko", "lib/acme_crc.ko.zst"],
  ["modinfo", "-F", "alias", "net/wireless/acme_wifi.ko.xz"],
  ["modinfo", "-F", "signature", "sound/acme_audio.ko"],
  ["modinfo", "-F", "author", "fs/acme/acme_fs.ko"],
  ["modinfo", "-0", "-F", "author", "fs/acme/acme_fs.ko"],
  ["modinfo", "./nosuch.ko"],
  ["modinfo"],
  ["modinfo", "-b", "../../../..", "-k", SMALL_RELEASE, "-n", "acme_gpu"],
  ["modprobe", "-d", "../../../..", "-S", SMALL_RELEASE, "-C", "/dev/null", "-D", "acme_wifi", "a=b c"],
  ["modprobe", "-d", WORKSTATION, "-S", SMALL_RELEASE, "-C", "/dev/null", "-D", "n\xe9"],
  ["modprobe", "-d", WORKSTATION, "-S", SMALL_RELEASE, "-C", "/dev/null", "-R", "-a", "fs-acme", "nosuch", "acme-crc"],
  ["modprobe", "-d", WORKSTATION, "-S", SMALL_RELEASE, "-C", join(WORKSTATION, "etc/modprobe.d"), "-c"],
  ["modprobe", "-d", WORKSTATION, "-S", SMALL_RELEASE, "-q", "-D", "nosuch"],
  ["modprobe"],
  ["lsmod"],
  ["kmod", "static-nodes", "-f", "devname"],
];

interface Answer {
  readonly out: string;
  readonly err: string;
  readonly status: number | null;
}

function answer({ file, options }: Program, args: readonly string[]): Answer {
  // Node passes arguments as UTF-8, so both get the same bytes.
  const { stdout, stderr, status } = spawnSync(file, args, {
    ...options,
    cwd: KERNEL,
    env: { PATH: process.env["PATH"] },
    encoding: "latin1",
  });
  return { out: stdout, err: stderr, status };
}

/** Where a machine has no modules at all, kmod 30 and today's kmod word that differently. */
function isAbsent(tool: string): boolean {
  return tool === "lsmod" && !existsSync("/proc/modules");
}

const problem = kmodProblem() ?? programProblem();

describeUnless(problem, "programs beside kmod 30", () => {
  const commands = COMMANDS.filter(([tool]) => !isAbsent(tool)).map(([tool, ...args]) => ({
    tool,
    args,
    line: [tool, ...args].join(" "),
  }));
  test.each(commands)("$line", ({ tool, args }) => {
    expect(answer(programOf(tool), args)).toEqual(answer({ file: TOOL_PATHS[tool], options: {} }, args));
  });
});
