/** Names of symbols kept by the addon, in place of the core's portable table. */

import { ByteStrings } from "../core/byte-strings.ts";
import type { NameTable, NameTableMaker } from "../core/depmod/symbol-names.ts";
import { type Addon, findAddon, type Names } from "./addon.ts";
import { bytesOf, partsOf } from "./addon-arrays.ts";

export const makeNameTable: NameTableMaker = (known) => {
  const addon = findAddon();
  const names = addon?.namesOpen(...partsOf(known));
  return addon === undefined || names === undefined || typeof names === "number" ? undefined : tableOf(addon, names);
};

function tableOf(addon: Addon, names: Names): NameTable {
  return {
    addMany(bytes, offsets, count, numbers, limit) {
      const length = addon.namesAdd(names, bytes, bytesOf(offsets), count, bytesOf(numbers), limit);
      return length < 0 ? undefined : length;
    },
    take() {
      const starts = addon.namesStarts(names);
      const strings = new ByteStrings(new Int32Array(starts.buffer), addon.namesBytes(names));
      addon.namesClose(names);
      return strings;
    },
  };
}
