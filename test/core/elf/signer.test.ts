/** The signers of modules one after the other. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { decodePkcs7 } from "../../../src/core/elf/pkcs7.ts";
import { readSigner } from "../../../src/core/elf/signer.ts";
import { mutated, valueOrFormatError } from "../../support/mutations.ts";
import { buildPkcs7 } from "../../support/signature-builder.ts";

test("`readSigner` says the same as `decodePkcs7`, whatever it was asked before", () => {
  const one = buildPkcs7();
  const other = one.slice();
  other[other.length - 1] = (other.at(-1) ?? 0) ^ 0xff;
  const blobs = fc.array(fc.oneof(mutated([one]), fc.constantFrom(one, other)), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(blobs, (sequence) => {
      for (const bytes of sequence) {
        const expected = valueOrFormatError(() => decodePkcs7("m.ko", bytes));
        expect(valueOrFormatError(() => readSigner("m.ko", bytes))).toEqual(expected);
      }
    }),
    { numRuns: 2000, seed: 20_261_123 },
  );
});

test("`readSigner` keeps nothing of bytes that are only lent", () => {
  const lent = buildPkcs7();
  const first = readSigner("m.ko", lent);
  const before = { ...first, serial: first.serial.slice(), signature: first.signature.slice() };
  lent.fill(0xa5);
  expect(readSigner("m.ko", buildPkcs7())).toEqual(before);
});
