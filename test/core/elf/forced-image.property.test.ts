import fc from "fast-check";
import { expect, test } from "vitest";
import { forcedImage } from "../../../src/core/elf/forced-image.ts";
import { FormatError } from "../../../src/core/errors.ts";
import { buildElf } from "../../support/elf-builder.ts";
import { FIXTURE_MODULES, fixtureBytes } from "../../support/fixture-modules.ts";
import { mutated, PROPERTY_PARAMETERS, valueOrFormatError } from "../../support/mutations.ts";

const SMALL = ([32, 64] as const).flatMap((elfClass) =>
  [true, false].map((littleEndian) =>
    buildElf({
      elfClass,
      littleEndian,
      modinfo: ["license=GPL", "vermagic=1.0 SMP "],
      versions: [{ name: "module_layout", crc: 1 }],
    }),
  ),
);

test("a mutated module is forced or refused; the image keeps its length and the given bytes stay", () => {
  const modules = fc.oneof(mutated(SMALL), mutated(FIXTURE_MODULES.map(fixtureBytes), 0, 64), mutated(SMALL, 0, 64));
  fc.assert(
    fc.property(modules, fc.boolean(), fc.boolean(), (bytes, ignoreModversions, ignoreVermagic) => {
      const before = bytes.slice();
      const forced = valueOrFormatError(() => forcedImage("m.ko", bytes, { ignoreModversions, ignoreVermagic }));
      expect(Buffer.compare(bytes, before)).toBe(0);
      if (!(forced instanceof FormatError)) expect(forced.length).toBe(bytes.length);
    }),
    PROPERTY_PARAMETERS,
  );
});
