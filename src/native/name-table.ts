/** Names of symbols kept by native code, in place of the core's portable table. */

import { ByteStrings } from "../core/byte-strings.ts";
import type { NameTable, NameTableMaker } from "../core/depmod/symbol-names.ts";
import { bytesOf, partsOf } from "./arrays.ts";
import type { Names, NativeFunctions } from "./functions.ts";

/** Tables by the functions that `find` gives. */
export function nativeNameTable(find: () => NativeFunctions | undefined): NameTableMaker {
  return (known) => {
    const native = find();
    const names = native?.namesOpen(...partsOf(known));
    return native === undefined || names === undefined || typeof names === "number"
      ? undefined
      : tableOf(native, names);
  };
}

function tableOf(native: NativeFunctions, names: Names): NameTable {
  return {
    addMany(bytes, offsets, count, numbers, limit) {
      const length = native.namesAdd(names, bytes, bytesOf(offsets), count, bytesOf(numbers), limit);
      return length < 0 ? undefined : length;
    },
    take() {
      const starts = native.namesStarts(names);
      const strings = new ByteStrings(new Int32Array(starts.buffer), native.namesBytes(names));
      native.namesClose(names);
      return strings;
    },
  };
}
