/** What depmod takes from a module, with its numbers and ranges turned back into words. */

import { ByteStrings } from "../../src/core/byte-strings.ts";
import { readModuleFacts } from "../../src/core/depmod/module-facts.ts";
import { isWeak, neededName, SymbolReader } from "../../src/core/depmod/module-symbols.ts";
import type { Range } from "../../src/core/depmod/numbers.ts";
import { SymbolNames } from "../../src/core/depmod/symbol-names.ts";
import type { FormatError } from "../../src/core/errors.ts";
import type { ByteSource } from "../../src/core/platform.ts";

export interface PlainSymbol {
  readonly name: string;
  readonly crc?: bigint;
  readonly weak?: boolean;
}

export interface PlainFacts {
  readonly exports: readonly PlainSymbol[];
  readonly needs: readonly PlainSymbol[];
  readonly aliases: readonly string[];
  readonly softDependencies: readonly string[];
  readonly weakDependencies: readonly string[];
  readonly problem: FormatError | undefined;
}

/** Reads with fresh memory, or with what is given: facts do not depend on what was read before. */
export function plainFacts(
  image: ByteSource,
  options: { readonly withCrcs?: boolean; readonly names?: SymbolNames; readonly strings?: ByteStrings } = {},
): PlainFacts {
  const { withCrcs = false, names = new SymbolNames(), strings = new ByteStrings() } = options;
  const reader = new SymbolReader(names, withCrcs);
  const { facts, problem } = readModuleFacts(image, { symbols: reader, strings });
  const texts = ({ from, to }: Range): readonly string[] =>
    Array.from({ length: to - from }, (_, at) => strings.text(from + at));
  const symbols = ({ from, to }: Range, toSymbol: (number: number) => PlainSymbol): PlainSymbol[] =>
    Array.from(reader.numbers.values.subarray(from, to), (number, at) => {
      const crc = reader.crcs?.[from + at];
      return crc === undefined ? toSymbol(number) : { ...toSymbol(number), crc };
    });
  return {
    exports: symbols(facts.exports, (number) => ({ name: names.text(number) })),
    needs: symbols(facts.needs, (need) => ({ name: names.text(neededName(need)), weak: isWeak(need) })),
    aliases: texts(facts.aliases),
    softDependencies: texts(facts.softDependencies),
    weakDependencies: texts(facts.weakDependencies),
    problem,
  };
}
