/** Runs install-links over a memory platform. */

import { run } from "../../src/cli/run.ts";
import { installLinks } from "../../src/commands/install-links.ts";
import { toByteString } from "../../src/core/bytes.ts";
import type { FileSystem } from "../../src/core/platform.ts";
import type { Fault, FaultOutcome } from "../support/fault-sweep.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatformOptions, memoryPlatform } from "../support/memory-platform.ts";

export const PROGRAM = "/opt/kmod-ts/bin/kmod-ts.js";
export const PACKED = "/opt/kmod-ts/prebuilds/linux-x64/kmod-ts";
export const BUILT = "/opt/kmod-ts/dist/static/kmod-ts-x86_64";

export const NODE = `kmod-ts: links to the Node edition, ${PROGRAM}\n`;
export const NONE_FOR = (machine: string): string =>
  `  no static executable for ${machine} comes with '/opt/kmod-ts'; \`npm run build:static\` in a clone makes it\n`;

/** The header of an executable, with a table of one section behind it. */
export function elf(machine: "x64" | "arm64" | "arm" = "x64"): string {
  const is64 = machine !== "arm";
  const view = new DataView(new ArrayBuffer(128));
  view.setUint32(0, 0x464c457f, true);
  view.setUint8(4, is64 ? 2 : 1);
  view.setUint8(5, 1);
  view.setUint16(18, { x64: 62, arm64: 183, arm: 40 }[machine], true);
  view.setUint32(is64 ? 40 : 32, 64, true);
  view.setUint16(is64 ? 58 : 46, 64, true);
  view.setUint16(is64 ? 60 : 48, 1, true);
  return toByteString(new Uint8Array(view.buffer));
}

/** Runs install-links for kmod and lsmod. */
export function install(
  tree: Tree,
  words: readonly string[],
  spoil: (files: FileSystem) => Partial<FileSystem> = () => ({}),
  options: MemoryPlatformOptions = {},
) {
  const platform = memoryPlatform({ [PROGRAM]: "#!", ...tree }, { programPath: PROGRAM, ...options });
  const files = { ...platform.files, ...spoil(platform.files) };
  const registry = { tools: [], subCommands: [installLinks(["kmod", "lsmod"])] };
  const status = run(["kmod-ts", "install-links", ...words], { ...platform, files }, registry);
  const links = (directory: string): string[] =>
    platform.files.list(directory).map(({ name, type }) => {
      const path = `${directory}/${name}`;
      return type === "link" ? `${name} -> ${platform.files.readLink(path)}` : `${name} ${type}`;
    });
  return { status, ...platform.written, links, files: platform.files };
}

/** What an npm package has beside the program. */
export const PAGES: Tree = {
  "/opt/kmod-ts/dist/man": {
    man5: { "kmod-ts-modprobe.d.5": ".TH", "kmod-ts-modules-load.d.5": ".TH", "modules.kmod-ts.bin.5": ".TH" },
    man8: { "kmod-ts.8": ".TH", "kmod-ts-lsmod.8": ".TH", "kmod-ts-deps.8": ".TH", "ls.8": ".TH" },
  },
};

/**
 * An executable that is not found, or cannot be looked at, leads to the other edition; what is said of either may get
 * lost.
 */
export function isAboutEdition({ method, subject, errno }: Fault): boolean {
  if (method === "host.write") return subject === "err";
  if (method === "files.status" && subject.endsWith("/build-static.mjs")) return errno === "ENOENT";
  return /^(files|source)\./.test(method) && [PACKED, BUILT].some((path) => `${path}/`.startsWith(`${subject}/`));
}

/** Those of the outcomes after which there were links to another program, and nothing was said of why. */
export function silentChoices(outcomes: readonly FaultOutcome[]): readonly FaultOutcome[] {
  return outcomes.filter(
    ({ fault, status, err }) =>
      status === 0 && fault.errno !== "ENOENT" && fault.method !== "host.write" && !err.includes("started here ("),
  );
}
