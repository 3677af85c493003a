/** What the kernel logged of one attempt to insert a module: its own loader and the module. */

import { parseLogRecord } from "../state/kernel-log.ts";
import { type Finding, MOST_OF_A_KIND } from "./finding.ts";

/** Texts of the loader that name no module: signatures, lockdown, ELF headers, decompression. */
const LOADER =
  /^Loading of .* is rejected|^Lockdown: |PKCS#?7|X\.509|^(?:x86\/)?modules?: |ELF (?:header|section)|decompress|^BPF: |module signature|not an? (?:gzip|xz|zstd)/i;

/** Said of modules that load well too. */
const NO_REASON = /taint(?:s|ing) kernel|: kernel tainted\.?$|not compiled with retpoline/;

/** The texts of records that are about this attempt: they name the module, or are the loader's own. */
export function textsOfAttempt(records: readonly string[], names: readonly string[]): readonly string[] {
  const texts = records.map((record) => parseLogRecord(record)?.text ?? "");
  return texts.filter(
    (text) => !NO_REASON.test(text) && (LOADER.test(text) || names.some((name) => mentions(text, name))),
  );
}

/** Whether a text names a module, as a word of its own, with `_` or `-`. */
function mentions(text: string, name: string): boolean {
  if (name === "") return false;
  const line = text.replaceAll("-", "_").toLowerCase();
  const word = name.replaceAll("-", "_").toLowerCase();
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
    if (!isWordPart(line[at - 1]) && !isWordPart(line[at + word.length])) return true;
  }
  return false;
}

function isWordPart(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character);
}

/** Lines about one symbol each; there may be hundreds, and the findings name the rest. */
const OF_SYMBOLS = /: (?:Unknown symbol|disagrees about version of symbol) /;

/** So many of those say all. */
const MOST_OF_SYMBOLS = 2;

/** The texts as findings: the first of them, each once. */
export function logFindings(texts: readonly string[]): readonly Finding[] {
  let ofSymbols = 0;
  const chosen = [...new Set(texts)].filter((text) => !OF_SYMBOLS.test(text) || ++ofSymbols <= MOST_OF_SYMBOLS);
  return chosen.slice(0, MOST_OF_A_KIND).map((message) => ({ kind: "log", text: `kernel: ${message}`, message }));
}

/** What `pattern` captures in the texts that it matches. */
export function captured(texts: readonly string[], pattern: RegExp): readonly (readonly string[])[] {
  return texts.flatMap((text) => {
    const found = pattern.exec(text);
    return found === null ? [] : [found.slice(1)];
  });
}
