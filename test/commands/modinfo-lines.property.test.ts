import fc from "fast-check";
import { expect, test } from "vitest";
import { modinfoLines } from "../../src/commands/modinfo-lines.ts";
import { fromByteString } from "../../src/core/bytes.ts";
import { splitModinfo } from "../../src/core/elf/modinfo.ts";
import { decodeParameterEntries } from "../../src/core/elf/modinfo-bytes.ts";
import { decodeStrings } from "../../src/core/elf/string-table.ts";
import { PROPERTY_PARAMETERS } from "../support/mutations.ts";

/** Sections made of what matters in them, with bytes of any value in between. */
const sections = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "\0",
        "=",
        "parm",
        "parmtype",
        "parm=",
        "parmtype=a:int",
        "license=GPL",
        "exactly15chars_",
        "\xff\n",
      ),
      fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)), maxLength: 30 }),
      fc.integer({ min: 60_000, max: 70_000 }).map((length) => `long=${"v".repeat(length)}`),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

/** The slow way: every string taken apart. */
function linesOf(section: string, nul: boolean): string {
  return splitModinfo(section)
    .filter(({ key }) => key !== "parm" && key !== "parmtype")
    .map(({ key, value }) => (nul ? `${key}=${value}\0` : `${`${key}:`.padEnd(16)}${value}\n`))
    .join("");
}

test("`modinfoLines` gives what taking every string apart gives", () => {
  fc.assert(
    fc.property(sections, fc.boolean(), (section, nul) => {
      expect(modinfoLines(section, nul)).toBe(linesOf(section, nul));
    }),
    PROPERTY_PARAMETERS,
  );
});

test("`decodeParameterEntries` finds just the parameters among all entries", () => {
  fc.assert(
    fc.property(sections, (section) => {
      const all = splitModinfo(section);
      expect(decodeParameterEntries(section)).toEqual(all.filter(({ key }) => key === "parm" || key === "parmtype"));
      expect(decodeStrings(fromByteString(section))).toHaveLength(all.length);
    }),
    PROPERTY_PARAMETERS,
  );
});
