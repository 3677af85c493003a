/** What modinfo of kmod 30 prints otherwise. */

import { spawnSync } from "node:child_process";
import type { Case, Outcome } from "./support/case.ts";
import type { Difference } from "./support/difference.ts";
import type { ModuleFacts } from "./support/module-facts.ts";

type Edit = (block: string, module: ModuleFacts, form: Form) => string;

/** What follows an item, and whether whole listings or one field are printed. */
interface Form {
  readonly end: "\n" | "\0";
  readonly field: string | undefined;
}

function formOf(asked: Case): Form {
  const at = asked.args.indexOf("-F");
  const field = at < 0 ? undefined : asked.args[at + 1];
  const shorthand = asked.args.find((word) => /^-[adlpn]$/.test(word));
  return { end: asked.args.includes("-0") ? "\0" : "\n", field: field ?? shorthand };
}

/** Applies `edit` to the part of a listing that each module has; the parts begin with their known `filename:` lines. */
function editListing(outcome: Outcome, asked: Case, edit: Edit): Outcome | undefined {
  const form = formOf(asked);
  const { modules } = asked;
  if (asked.tool !== "modinfo" || modules === undefined || form.field !== undefined) return undefined;
  const starts: number[] = [];
  for (const module of modules) {
    const at = outcome.out.indexOf(`filename:       ${module.path}${form.end}`, starts.at(-1) ?? 0);
    if (at >= 0) starts.push(at);
  }
  if (starts.length !== modules.length) return undefined;
  const parts = modules.map((module, at) => edit(outcome.out.slice(starts[at], starts[at + 1]), module, form));
  const out = outcome.out.slice(0, starts[0]) + parts.join("");
  return out === outcome.out ? undefined : { ...outcome, out };
}

/** A listing's line, in the layout of each form. */
function item(key: string, value: string, { end }: Form): string {
  return end === "\0" ? `${key}=${value}\0` : `${`${key}:`.padEnd(16)}${value}\n`;
}

/** Upper-case pairs; a new line after every twentieth where more follow. */
function hex(bytes: Uint8Array): string {
  const pairs = Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0"));
  const lines = Array.from({ length: Math.ceil(pairs.length / 20) }, (_, at) => pairs.slice(at * 20, at * 20 + 20));
  return lines.map((line) => line.join(":")).join(":\n\t\t");
}

/** Where the parameters begin, which are always last. */
function endOfStrings(block: string, module: ModuleFacts, { end }: Form): number {
  const bytes = module.parameters.reduce((sum, text) => sum + "parm:           ".length + text.length + end.length, 0);
  return block.length - bytes;
}

/** Where the signature's lines begin, or would begin. */
function startOfSignature(block: string, module: ModuleFacts, form: Form): number {
  const mark = block.lastIndexOf(form.end + item("sig_id", "PKCS#7", form));
  return module.signed && mark >= 0 ? mark + 1 : endOfStrings(block, module, form);
}

/** Whether the block goes beyond `filename:`: the module could be read. */
function isRead(block: string, module: ModuleFacts, { end }: Form): boolean {
  return block !== `filename:       ${module.path}${end}`;
}

const addBuildId: Edit = (block, module, form) => {
  if (module.buildId === undefined || !isRead(block, module, form)) return block;
  const at = startOfSignature(block, module, form);
  return block.slice(0, at) + item("build-id", hex(module.buildId), form) + block.slice(at);
};

const UNREADABLE: readonly (readonly [string, string])[] = [
  ["sig_id", "PKCS#7"],
  ["signer", ""],
  ["sig_key", ""],
  ["sig_hashalgo", "unknown"],
  ["signature", ""],
];

const addUnreadableSignature: Edit = (block, module, form) => {
  const known = block.includes(form.end + item("sig_id", "PKCS#7", form));
  if (!module.signed || known || !isRead(block, module, form)) return block;
  const lines = UNREADABLE.map(([key, value]) => item(key, value, form)).join("");
  const at = endOfStrings(block, module, form);
  return block.slice(0, at) + lines + block.slice(at);
};

/** Keys of the fixtures and trees that are longer than the column; no value repeats them at the start of a line. */
const LONG_KEYS = ["without an equals sign", "a_key_of_thirty_two_letters_long", "sixteen_letters_"];

const removePadding: Edit = (block, _module, { end }) => {
  if (end === "\0") return block;
  return LONG_KEYS.reduce((text, key) => text.replace(`\n${key}:${" ".repeat(key.length - 15)}`, `\n${key}:`), block);
};

/** The library's words for what the xz program finds wrong with a file. */
const XZ_TEXTS: readonly (readonly [string, string])[] = [
  ["Unexpected end of input", "Unexpected end of input"],
  ["Compressed data is corrupt", "File is corrupt"],
  ["Unsupported options", "Unsupported compression options"],
  ["File format not recognized", "File format not recognized"],
];

function xzVerdict(path: string): string | undefined {
  const { stderr } = spawnSync("/usr/bin/xz", ["-t", path], { encoding: "utf8" });
  return XZ_TEXTS.find(([said]) => stderr.includes(said))?.[1];
}

/** Values of one field for the modules that lack it in kmod 30, in a run that is about one module. */
function singleValue(
  outcome: Outcome,
  asked: Case,
  valueFor: (module: ModuleFacts, field: string) => string | undefined,
): Outcome | undefined {
  const { field, end } = formOf(asked);
  if (asked.tool !== "modinfo" || field === undefined || asked.modules === undefined) return undefined;
  const values = asked.modules.flatMap((module) => valueFor(module, field) ?? []);
  if (outcome.out !== "" || values.length === 0) return undefined;
  return { ...outcome, out: values.map((value) => value + end).join("") };
}

export const modinfoDifferences: readonly Difference[] = [
  {
    name: "build-id",
    reason: "modinfo shows the build-id since kmod 31: after the strings, before the signature",
    suites: ["modinfo", "roots"],
    answer: (outcome, asked) => editListing(outcome, asked, addBuildId),
  },
  {
    name: "build-id-field",
    reason: "and therefore -F build-id has a value",
    suites: ["modinfo"],
    answer: (outcome, asked) =>
      singleValue(outcome, asked, (module, field) =>
        field === "build-id" && module.buildId !== undefined ? hex(module.buildId) : undefined,
      ),
  },
  {
    name: "unreadable-signature",
    reason: "a signature that is no PKCS#7 message is shown with empty fields since kmod 31; kmod 30 shows none",
    suites: ["roots"],
    answer: (outcome, asked) => editListing(outcome, asked, addUnreadableSignature),
  },
  {
    name: "long-key-padding",
    reason: "kmod 30 puts a blank after the colon for every character of a key above fifteen",
    suites: ["roots"],
    answer: (outcome, asked) => editListing(outcome, asked, removePadding),
  },
  {
    name: "built-in-without-strings",
    reason: "kmod 30 fails on a built-in module that modules.builtin.modinfo does not know; later it has just a name",
    suites: ["roots"],
    answer(outcome, asked) {
      const failed = /^modinfo: ERROR: could not get modinfo from '([^']*)': Function not implemented\n$/.exec(
        outcome.err,
      );
      if (asked.tool !== "modinfo" || failed === null) return undefined;
      return { ...outcome, err: "", status: 0 };
    },
  },
  {
    name: "decompression-message",
    reason: "the library says why a compressed file cannot be read since kmod 31; kmod 30 does not",
    suites: ["roots"],
    answer(outcome, asked) {
      const path = asked.modules?.[0]?.path;
      if (path?.endsWith(".xz") !== true || !outcome.err.endsWith(": Invalid argument\n")) return undefined;
      const text = xzVerdict((asked.root ?? "") + path);
      return text === undefined
        ? undefined
        : { ...outcome, err: `libkmod: ERROR: xz_uncompress_belch: xz: ${text}\n${outcome.err}` };
    },
  },
  {
    name: "no-modinfo-section",
    reason: "a module without .modinfo is `No data available` since kmod 31, `No such file or directory` in kmod 30",
    suites: ["roots"],
    answer(outcome, asked) {
      if (asked.tool !== "modinfo" || asked.modules?.some((module) => module.path.endsWith("/nomodinfo.ko")) !== true)
        return undefined;
      const err = outcome.err.replace("'nomodinfo': No such file or directory", "'nomodinfo': No data available");
      return err === outcome.err ? undefined : { ...outcome, err };
    },
  },
];
