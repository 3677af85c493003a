/**
 * `kmod-ts check` against the kernel itself: modules of 6.1 are given to 6.12, with what the kernel looks at first put right (the version of its
 * structures, the size of its record), so that it goes on and names every symbol that it objects to.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { fromByteString } from "../../src/core/bytes.ts";
import { imageSource } from "../../src/core/elf/byte-source.ts";
import { readElf, type Section } from "../../src/core/elf/file.ts";
import { RECORD_LENGTH } from "../../src/core/elf/versions.ts";
import { readAppendedSignature } from "../../src/core/signature/appended.ts";
import { nodePlatform } from "../../src/node/platform.ts";
import { findTree, type ModuleTree, modulePaths } from "../conformance/support/trees.ts";
import { describeUnless, lackOfTrees } from "../support/lack.ts";
import type { KernelCase, KernelOutcome } from "./support/case.ts";
import { qemu } from "./support/guest.ts";
import { runJob } from "./support/job.ts";
import { modeTitle, sampled } from "./support/mode.ts";

/** In a full run as well: each takes the guest a few seconds. */
const MOST = 60;
/** Where a section header of 64 bits has the offset, and the size after it. */
const OFFSET_FIELD = 24;
const SIZE_FIELD = 32;
/** Enough for the record of any kernel. */
const RECORD_ROOM = 4096;
const LAYOUT = fromByteString("module_layout\0");

interface CheckedSymbol {
  readonly symbol: string;
  readonly exporter: string;
  readonly ofExporter: string;
}

interface CheckedFile {
  readonly verdict: string;
  readonly misfits: readonly {
    readonly kind: string;
    readonly symbols?: readonly (CheckedSymbol | string)[];
    readonly ofKernel?: number | string;
  }[];
}

/** What we say of files beside the 6.12 tree. */
function checked(tree: ModuleTree, paths: readonly string[]): readonly CheckedFile[] {
  const written: string[] = [];
  const platform = nodePlatform();
  const host = { ...platform.host, write: (_: string, text: string) => void written.push(text) };
  const status = run(["kmod-ts", "check", "--json", "--root", tree.root, "-S", tree.release, ...paths], {
    ...platform,
    host,
  });
  expect(status).toBe(3);
  return JSON.parse(written.join("")).files;
}

interface Places {
  /** Where the file without its signature ends. */
  readonly end: number;
  /** Where the version of module_layout stands. */
  readonly crc: number;
  /** The kernel's record of the module: its section, and where the header of that is. */
  readonly record: Section;
  readonly header: number;
}

function places(path: string): Places {
  const bytes = new Uint8Array(readFileSync(path));
  const image = imageSource(path, bytes);
  const elf = readElf(image);
  const section = elf.section("__versions");
  const record = elf.section(".gnu.linkonce.this_module");
  if (section === undefined || record === undefined) throw new Error(`${path} is no module with versions`);
  const records = elf.bytes(section);
  for (let at = 0; at < records.length; at += RECORD_LENGTH) {
    if (LAYOUT.every((byte, each) => records[at + 8 + each] === byte)) {
      const appended = readAppendedSignature(image);
      const end = appended?.kind === "pkcs7" ? appended.signedLength : bytes.length;
      return { end, crc: section.offset + at, record, header: elf.headerOffset(record) };
    }
  }
  throw new Error(`${path} has no version of module_layout`);
}

/** For printf(1), the lowest byte first. */
function octal(number: number): string {
  return [0, 8, 16, 24].map((shift) => `\\${((number >>> shift) & 0xff).toString(8).padStart(3, "0")}`).join("");
}

function patch(number: number, place: number): string {
  return `printf '${octal(number)}' | dd of=m.ko bs=1 seek=${place} conv=notrunc 2>/dev/null`;
}

/** The record goes to the end of the file, where zeros follow it: its own place is too small. */
function insertion(name: string, path: string, { misfits }: CheckedFile): KernelCase {
  const { end, crc, record, header } = places(path);
  const versions = misfits.flatMap(({ kind, symbols = [] }) =>
    kind === "symbol-version" ? symbols.filter(isSymbol) : [],
  );
  const layout = versions.find(({ symbol }) => symbol === "module_layout")?.ofExporter ?? 0;
  const size = misfits.find(({ kind }) => kind === "record")?.ofKernel ?? record.size;
  const place = Math.ceil(end / 64) * 64;
  const lines = [
    `cp $TREES/6.1/lib/modules/*/${name} old.ko`,
    "cp old.ko m.ko",
    `truncate -s ${end} m.ko`,
    `truncate -s ${place + RECORD_ROOM} m.ko`,
    `dd if=old.ko of=m.ko bs=64 iflag=skip_bytes,count_bytes oflag=seek_bytes skip=${record.offset} count=${record.size} seek=${place} conv=notrunc 2>/dev/null`,
    patch(place, header + OFFSET_FIELD),
    patch(Number(size), header + SIZE_FIELD),
    patch(Number(layout), crc),
    "dmesg -C",
    "/bin/busybox insmod m.ko 2>/dev/null",
    "dmesg | sed 's/^\\[[^]]*\\] //'",
  ];
  return { name, run: lines.join("\n"), look: "cut -d' ' -f1 /proc/modules", seconds: 60 };
}

function captured(log: string, pattern: RegExp): readonly string[] {
  return [...new Set([...log.matchAll(pattern)].map(([, name = ""]) => name))].sort();
}

const isSymbol = (each: CheckedSymbol | string): each is CheckedSymbol => typeof each !== "string";

/** What we foretell: versions that differ of what is loaded, and symbols of which the kernel knows nobody who is loaded. */
function foretold({ misfits }: CheckedFile, { state }: KernelOutcome) {
  const loaded = new Set(["vmlinux", ...state.split("\n")]);
  const versions = misfits.flatMap(({ kind, symbols = [] }) =>
    kind === "symbol-version" ? symbols.filter(isSymbol) : [],
  );
  const nobodys = misfits.flatMap(({ kind, symbols = [] }) => (kind === "symbol" ? symbols.map(String) : []));
  const own = versions.filter(({ symbol, exporter }) => symbol !== "module_layout" && loaded.has(exporter));
  return { versions: own.map(({ symbol }) => symbol).sort(), nobodys: nobodys.sort() };
}

const trees = { from: findTree("6.1"), to: findTree("6.12") };
const problem = qemu.problem() ?? lackOfTrees(trees.from);

describeUnless(problem, `check beside ${qemu.title}: ${modeTitle}`, () => {
  test("the kernel objects to exactly those symbols of another kernel's modules that check names", async () => {
    const { from, to } = trees;
    if (from === undefined || to === undefined) throw new Error("no trees");
    const names = sampled(modulePaths(from), 12, "check").slice(0, MOST);
    const paths = names.map((name) => join(from.directory, name));
    const files = checked(to, paths);
    const cases = names.map((name, at) => insertion(name, paths[at] ?? "", files[at] as CheckedFile));
    const outcomes = await runJob(qemu, "kmod", cases);
    let symbols = 0;
    let objected = 0;
    for (const [at, outcome] of outcomes.entries()) {
      const own = foretold(files[at] as CheckedFile, outcome);
      const versions = captured(outcome.out, /: disagrees about version of symbol (\S+)/g);
      const unknown = captured(outcome.out, /: Unknown symbol (\S+) \(err -2\)/g);
      expect({ name: names[at], versions }).toEqual({ name: names[at], versions: own.versions });
      // The kernel does not know modules that are not loaded either; of those that check knows nobody for, none may be missing.
      expect({ name: names[at], nobodys: own.nobodys.filter((symbol) => !unknown.includes(symbol)) }).toEqual({
        name: names[at],
        nobodys: [],
      });
      objected += Number(versions.length + unknown.length > 0);
      symbols += versions.length + own.nobodys.length;
    }
    console.log(`${names.length} modules, ${symbols} symbols that the kernel objects to as foretold`);
    expect(objected).toBe(names.length);
  }, 3_600_000);
});
