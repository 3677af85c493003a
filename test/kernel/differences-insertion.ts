/** What kmod 30 does otherwise on the way of a file into the kernel. */

import { type KernelDifference, messages, words } from "./support/difference.ts";

/** What the libraries say of damaged data, by the name of the case's file. */
const DAMAGED: Readonly<Record<string, string>> = {
  "half.ko.xz": "xz: Unexpected end of input",
  "half.ko.zst": "zstd: Src size is incorrect",
};

export const insertionDifferences: readonly KernelDifference[] = [
  {
    name: "dry-run-shows",
    reason: "-n alone prints what would be done since kmod 31; kmod 30 is asked with -v",
    ask: words((run) => (/ -n\b/.test(run) && !/ -v\b/.test(run) ? run.replace("modprobe ", "modprobe -v ") : run)),
  },
  {
    name: "insmod-quotes",
    reason: "insmod puts a value with blanks into quotation marks, as modprobe does; kmod 30 gets them from the caller",
    ask: words((run) => run.replace(/^(insmod .*)'(\w+)=([^"'][^']* [^']*)'/, `$1'$2="$3"'`)),
  },
  {
    name: "insmod-pipe",
    reason: "a file that is not seekable is refused as that; kmod 30 reads on and finds it too short",
    answer: messages((err) =>
      err.replace(
        /^(insmod: ERROR: could not insert module (?:\/dev\/stdin|pipe): )Invalid parameters$/m,
        "$1Operation not permitted",
      ),
    ),
  },
  {
    name: "damaged-compression",
    reason: "what is wrong with compressed data is said before, and is EINVAL whatever the library",
    answer: messages((err) =>
      err.replace(
        /^(insmod: ERROR: )(could not insert module (half\.ko\.(?:xz|zst)): )(?:Invalid parameters|Invalid module format)$/m,
        (_all, tool: string, text: string, file: string) => `${tool}${DAMAGED[file]}\n${tool}${text}Invalid parameters`,
      ),
    ),
  },
  {
    name: "decompressed-once-more",
    reason:
      "what the kernel could not decompress is tried here, which says what is wrong with it (docs/compatibility.md)",
    ours: messages((err, { run }) =>
      /^insmod (?:cut|dummy)\.ko\.xz$/.test(run)
        ? err.replace(/^insmod: ERROR: xz: (?:Unexpected end of input|File is corrupt)\n/, "")
        : err,
    ),
  },
];
