/** Damaged text for property tests: real bytes with a few places changed as accidents and attackers change them. */

import fc from "fast-check";

/** Byte strings: one of `seeds` after a few edits, some of which put in one of `words`. */
export function mutatedText(seeds: readonly string[], words: readonly string[]): fc.Arbitrary<string> {
  const insertion = fc.oneof(
    fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)), maxLength: 6 }),
    fc.constantFrom(...words, "\n", " ", "\t", "\0", "\r\n", ""),
  );
  const edit = fc.record({ at: fc.nat(), cut: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(80)), insertion });
  return fc.tuple(fc.constantFrom(...seeds), fc.array(edit, { maxLength: 8 })).map(([seed, edits]) =>
    edits.reduce((text, { at, cut, insertion: put }) => {
      const place = text.length === 0 ? 0 : at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(place + cut);
    }, seed),
  );
}
