import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesGlob } from "../../src/core/glob.ts";
import { PROPERTY_PARAMETERS } from "../support/mutations.ts";

const text = fc.string({ unit: fc.constantFrom("a", "b", "/", "."), maxLength: 8 });
const pattern = fc.string({ unit: fc.constantFrom("a", "b", "/", ".", "*", "?", "\\a"), maxLength: 8 });

/** The same pattern as a regular expression, which tries every split. */
function toRegExp(glob: string): RegExp {
  const parts = glob.replace(/\\a/g, "a").replace(/[./]/g, "\\$&").replaceAll("*", "[^]*").replaceAll("?", "[^]");
  return new RegExp(`^${parts}$`);
}

test("`matchesGlob` agrees with a regular expression on stars, question marks and escapes", () => {
  fc.assert(
    fc.property(pattern, text, (glob, string) => {
      expect(matchesGlob(glob, string)).toBe(toRegExp(glob).test(string));
    }),
    PROPERTY_PARAMETERS,
  );
});

test("`matchesGlob` answers for any bytes", () => {
  const bytes = fc.string({
    unit: fc.constantFrom(..."*?[]!^-\\:.=ab[[::]]", "\xe9", "\0", "[:alpha:]"),
    maxLength: 40,
  });
  fc.assert(
    fc.property(bytes, bytes, (glob, string) => {
      expect(typeof matchesGlob(glob, string)).toBe("boolean");
    }),
    PROPERTY_PARAMETERS,
  );
});
