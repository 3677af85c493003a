/** A module file that a kernel may be given, read once: everything that the kernel would look at. */

import { compressionAt } from "../diagnosis/suspect.ts";
import { architectureOf } from "../elf/architecture.ts";
import { type ElfFile, readElf } from "../elf/file.ts";
import { type ModinfoEntry, readModinfo } from "../elf/modinfo.ts";
import { withModuleImage } from "../elf/module-file.ts";
import { readParameterNames } from "../elf/parameter-names.ts";
import { readSignature } from "../elf/signature.ts";
import { STANDARD_INPUT } from "../elf/standard-input.ts";
import { SymbolTable } from "../elf/symbol-table.ts";
import { undefinedSymbols } from "../elf/symbols.ts";
import { readInternalName } from "../elf/this-module.ts";
import { readExtendedVersions, readSymbolVersions } from "../elf/versions.ts";
import { readXzCheck, type XzCheck } from "../elf/xz-check.ts";
import { FormatError } from "../errors.ts";
import { moduleNameOfPath } from "../names.ts";
import type { ByteSource, Compression, Platform } from "../platform.ts";
import type { Certificate } from "../signature/certificate.ts";
import { type Verification, verifySignature } from "../signature/verify.ts";
import type { ExportedSymbols } from "./exports.ts";
import { readModuleExports } from "./module-exports.ts";

/** The section with the kernel's record of a module. */
export const RECORD = ".gnu.linkonce.this_module";

/** Symbols that a linker asks for and the kernel puts there by itself, or passes over. */
const NOT_LOOKED_UP: readonly string[] = ["_GLOBAL_OFFSET_TABLE_", "TOC.", "__this_module"];

export interface UndefinedSymbol {
  readonly name: string;
  /** The module loads without it. */
  readonly weak: boolean;
}

export interface Candidate {
  readonly path: string;
  /** By its file name; what came on standard input by the name that it gives itself. */
  readonly name: string;
  readonly compression: Compression | undefined;
  /** How an xz file lets its contents be verified. */
  readonly xzCheck: XzCheck | undefined;
  readonly architecture: string;
  /** Bytes of the kernel's record of a module (`struct module`), as the module was built with it. */
  readonly recordSize: number;
  readonly modinfo: readonly ModinfoEntry[];
  /** Undefined where it has more parameters than can be named. */
  readonly parameterNames: ReadonlySet<string> | undefined;
  readonly needed: readonly UndefinedSymbol[];
  /** Undefined for a module that was built without. */
  readonly versions: ReadonlyMap<string, bigint> | undefined;
  readonly exports: ExportedSymbols;
  readonly signature: { readonly signer: string; readonly hashAlgorithm: string } | undefined;
  /** Undefined where there is no signature, or nothing is to be said of it without certificates. */
  readonly verification: Verification | undefined;
}

/**
 * Reads the module file at `path`; its signature is verified with the certificates. Throws `FormatError` for what the kernel would not take for a module,
 * `SystemError` where it cannot be read.
 */
export function readCandidate(platform: Platform, path: string, certificates: readonly Certificate[]): Candidate {
  const compression = compressionAt(platform, path);
  const xzCheck = compression === "xz" ? platform.files.withFile(path, readXzCheck) : undefined;
  return withModuleImage(platform, path, (image) => ({ ...describe(path, image, certificates), compression, xzCheck }));
}

function describe(
  path: string,
  image: ByteSource,
  certificates: readonly Certificate[],
): Omit<Candidate, "compression" | "xzCheck"> {
  const elf = readElf(image);
  const table = SymbolTable.read(elf);
  if (table === undefined) throw new FormatError(path, "has no symbol table", "ENOEXEC");
  const record = elf.section(RECORD);
  if (record === undefined) {
    throw new FormatError(path, `has no section ${RECORD}, so it is no kernel module`, "ENOEXEC");
  }
  const signature = readSignature(image);
  const modinfo = elf.section(".modinfo") === undefined ? [] : readModinfo(elf);
  return {
    path,
    name: path === STANDARD_INPUT ? (ownName(elf, modinfo) ?? path) : moduleNameOfPath(path),
    architecture: architectureOf(elf),
    recordSize: record.size,
    modinfo,
    parameterNames: readParameterNames(elf, table, modinfo),
    needed: neededBy(elf, table),
    versions: readVersions(elf),
    exports: readModuleExports(elf, table),
    signature: signature && { signer: signature.signer, hashAlgorithm: signature.hashAlgorithm },
    verification: verify(image, certificates),
  };
}

/** The name that a module was built with. */
function ownName(elf: ElfFile, modinfo: readonly ModinfoEntry[]): string | undefined {
  const stated = modinfo.find(({ key }) => key === "name")?.value ?? readInternalName(elf);
  return stated?.replaceAll("-", "_");
}

function verify(image: ByteSource, certificates: readonly Certificate[]): Verification | undefined {
  const verification = verifySignature(image, certificates);
  return certificates.length === 0 && verification?.outcome === "unknown-signer" ? undefined : verification;
}

function neededBy(elf: ElfFile, table: SymbolTable): readonly UndefinedSymbol[] {
  return undefinedSymbols(elf, table, new Map())
    .map(({ name, weak }) => ({ name: withoutDot(elf, name), weak }))
    .filter(({ name }) => !NOT_LOOKED_UP.includes(name));
}

/** ppc64 names its function entry points `.name`, and exports them without the dot. */
function withoutDot({ machine }: ElfFile, name: string): string {
  return machine === "ppc64" && name !== "TOC." ? name.replace(/^\./, "") : name;
}

/** The versions that a module states in either form. Throws `FormatError` for damaged ones. */
export function readVersions(elf: ElfFile): ReadonlyMap<string, bigint> | undefined {
  const extended = readExtendedVersions(elf);
  const plain = elf.section("__versions") === undefined ? undefined : readSymbolVersions(elf);
  if (extended === undefined && plain === undefined) return undefined;
  const versions = new Map<string, bigint>();
  for (const { name, crc } of [...(plain ?? []), ...(extended ?? [])]) versions.set(withoutDot(elf, name), crc);
  return versions;
}
