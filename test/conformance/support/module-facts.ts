/** What the test itself knows about a module file, read without our code: what kmod 30 does not print. */

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Case } from "./case.ts";
import { runKmod } from "./kmod.ts";
import { groups } from "./mode.ts";

export interface ModuleFacts {
  /** As modinfo prints it after `filename:`. */
  readonly path: string;
  /** Bytes of the GNU build-id note; undefined without one. */
  readonly buildId: Uint8Array | undefined;
  /** Whether the file ends in the mark of an appended signature. */
  readonly signed: boolean;
  /** The parameters as a listing ends with them; empty where they need not be known (compressed and signed). */
  readonly parameters: readonly string[];
}

const SIGNATURE_MARK = "~Module signature appended~\n";
const NOTE_NAME = ".note.gnu.build-id";

/** The facts of many files; xz and zstd files are decompressed by their own programs. */
export function moduleFacts(paths: readonly string[]): readonly ModuleFacts[] {
  return groups(paths, 200).flatMap(factsOfGroup);
}

/** The cases of modinfo with the modules that each is about: with -n last, kmod lists their paths. */
export function withModules(cases: readonly Case[]): readonly Case[] {
  const listings = runKmod(cases.map((asked) => ({ ...asked, args: [...asked.args, "-n"] })));
  return cases.map((asked, at) => {
    const paths = listings[at]?.out.split(/[\n\0]/).filter((line) => line.startsWith("/")) ?? [];
    return asked.tool === "modinfo" && paths.length > 0
      ? { ...asked, modules: moduleFactsIn(asked.root ?? "", paths) }
      : asked;
  });
}

/** Facts of files in a root, under the paths that they have there. */
export function moduleFactsIn(root: string, paths: readonly string[]): readonly ModuleFacts[] {
  return moduleFacts(paths.map((path) => root + path)).map((facts, at) => ({ ...facts, path: paths[at] ?? "" }));
}

function factsOfGroup(paths: readonly string[]): readonly ModuleFacts[] {
  const folder = mkdtempSync(join(tmpdir(), "kmod-ts-"));
  try {
    const unpacked = (at: number): string => join(folder, String(at));
    const lines = paths.map((path, at) => decompressLine(path, unpacked(at)));
    spawnSync("/bin/sh", ["-c", lines.join("\n")], { stdio: "ignore" });
    const images = paths.map((path, at) => ({
      path,
      ...imageFacts(bytesOf(existsSync(unpacked(at)) ? unpacked(at) : path)),
    }));
    return withParameters(images);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The bytes of a file; none for what is missing or a directory. */
function bytesOf(path: string): Buffer {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : Buffer.alloc(0);
}

type ImageFacts = Omit<ModuleFacts, "parameters">;

/** kmod itself says which parameters a module has: their number of bytes is needed to find the end of what precedes them. */
function withParameters(images: readonly ImageFacts[]): readonly ModuleFacts[] {
  const asked = images.filter((image) => !image.signed || image.path.endsWith(".ko"));
  const answers = runKmod(asked.map((image) => ({ tool: "modinfo", args: ["-0", image.path] })));
  const parameters = new Map(asked.map((image, at) => [image, parametersOf(answers[at]?.out ?? "")]));
  return images.map((image) => ({ ...image, parameters: parameters.get(image) ?? [] }));
}

/** With -0 parameters keep their layout where all other strings are `KEY=VALUE`, so they cannot be mistaken. */
function parametersOf(listing: string): readonly string[] {
  const items = listing.split("\0").slice(0, -1);
  const prefix = "parm:           ";
  return items.filter((item) => item.startsWith(prefix)).map((item) => item.slice(prefix.length));
}

function decompressLine(path: string, target: string): string {
  if (path.endsWith(".xz")) return `xz -dcf '${path}' >'${target}'`;
  if (path.endsWith(".zst")) return `zstd -qdcf '${path}' >'${target}'`;
  return ":";
}

function imageFacts(image: Buffer): Omit<ImageFacts, "path"> {
  return { buildId: noteOf(image), signed: image.toString("latin1").endsWith(SIGNATURE_MARK) };
}

/** The note's description by way of the section table: 64-bit little-endian only, which all trees here are. */
function noteOf(image: Buffer): Uint8Array | undefined {
  if (image.length < 64 || image.readUInt32BE(0) !== 0x7f454c46) return undefined;
  const table = Number(image.readBigUInt64LE(0x28));
  const count = image.readUInt16LE(0x3c);
  if (table + count * 64 > image.length) return undefined;
  const section = (index: number): { readonly name: number; readonly from: number; readonly size: number } => {
    const at = table + index * 64;
    const from = Number(image.readBigUInt64LE(at + 24));
    return { name: image.readUInt32LE(at), from, size: Number(image.readBigUInt64LE(at + 32)) };
  };
  const names = section(image.readUInt16LE(0x3e)).from;
  for (let index = 1; index < count; index++) {
    const { name, from, size } = section(index);
    if (image.toString("latin1", names + name, names + name + NOTE_NAME.length + 1) !== `${NOTE_NAME}\0`) continue;
    return image.subarray(from + 16, from + size);
  }
  return undefined;
}
