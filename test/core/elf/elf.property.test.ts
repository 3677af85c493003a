import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBuildId } from "../../../src/core/elf/build-id.ts";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { type ElfFile, readElf } from "../../../src/core/elf/file.ts";
import { decodeModinfo, readModinfo } from "../../../src/core/elf/modinfo.ts";
import { decodePkcs7 } from "../../../src/core/elf/pkcs7.ts";
import { readSignature } from "../../../src/core/elf/signature.ts";
import { readExportedSymbols, readNeededSymbols } from "../../../src/core/elf/symbols.ts";
import { readInternalName } from "../../../src/core/elf/this-module.ts";
import { readExtendedVersions, readSymbolVersions } from "../../../src/core/elf/versions.ts";
import { FormatError } from "../../../src/core/errors.ts";
import type { ByteSource } from "../../../src/core/platform.ts";
import { buildElf, type ElfDescription } from "../../support/elf-builder.ts";
import { FIXTURE_MODULES, fixtureBytes } from "../../support/fixture-modules.ts";
import { mutated, PROPERTY_PARAMETERS, valueOrFormatError } from "../../support/mutations.ts";
import { appendSignature, ber, buildPkcs7 } from "../../support/signature-builder.ts";

const SMALL: ElfDescription = {
  buildId: [1, 2, 3, 4],
  modinfo: ["license=GPL", "alias=a*", "parm=p:text"],
  versions: [{ name: "module_layout", crc: 0x1122 }],
  internalName: "small",
  sections: [
    { name: "__kcrctab", bytes: "12345678" },
    { name: "__ksymtab_strings", bytes: "one\0two\0" },
    { name: "__version_ext_crcs", bytes: "1234" },
    { name: "__version_ext_names", bytes: "name\0" },
  ],
  symbols: [{ name: "__crc_one", section: "__kcrctab", value: 4 }, { name: "needed" }, { name: "weak", info: 0x20 }],
};

/** Real modules, and small ones of all four formats, so that a mutation is more likely to hit something. */
const MODULES: readonly Uint8Array[] = [
  ...FIXTURE_MODULES.map(fixtureBytes),
  ...([32, 64] as const).flatMap((elfClass) =>
    [true, false].map((littleEndian) =>
      appendSignature(buildElf({ ...SMALL, elfClass, littleEndian }), { signature: buildPkcs7() }),
    ),
  ),
];

const READERS: Readonly<Record<string, (elf: ElfFile) => unknown>> = {
  readModinfo,
  readBuildId,
  readSymbolVersions,
  readExtendedVersions,
  readExportedSymbols,
  readNeededSymbols,
  readInternalName,
};

/** The image, counting what is read of it: nothing hostile may make a reader go over it again and again. */
function counted(bytes: Uint8Array): { readonly source: ByteSource; readonly amount: () => number } {
  const image = imageSource("m.ko", bytes);
  let amount = 0;
  return {
    amount: () => amount,
    source: {
      ...image,
      read(offset, length) {
        amount += length;
        return image.read(offset, length);
      },
    },
  };
}

/** Where the bytes of a section of `original` are, so that its mutations hit them. */
function rangesOf(original: Uint8Array, names: readonly string[]): readonly (readonly [number, number])[] {
  const elf = readElf(imageSource("original", original));
  return names.flatMap((name) => {
    const section = elf.section(name);
    return section === undefined ? [] : [[section.offset, section.offset + section.size] as const];
  });
}

function mutatedSections(names: readonly string[]): fc.Arbitrary<Uint8Array> {
  const choices = MODULES.flatMap((original) =>
    rangesOf(original, names).map(([from, to]) => mutated([original], from, to)),
  );
  return fc.oneof(...choices);
}

test("a mutated header or section table is read or refused, and no section leaves the file", () => {
  const headers = fc.oneof(mutated(MODULES, 0, 64), mutated(MODULES), mutatedSections([".shstrtab"]), mutatedTable());
  fc.assert(
    fc.property(headers, (bytes) => {
      const { source, amount } = counted(bytes);
      const elf = valueOrFormatError(() => readElf(source));
      if (elf instanceof FormatError) return;
      for (const section of elf.sections) {
        expect(valueOrFormatError(() => elf.bytes(section).length)).toBe(section.size);
        expect(elf.sectionAt(section.index)).toBe(section);
      }
      expect(amount()).toBeLessThanOrEqual(bytes.length * (elf.sections.length + 3));
    }),
    PROPERTY_PARAMETERS,
  );
});

/** Modules with changes in their section table, which lies behind everything but the signature. */
function mutatedTable(): fc.Arbitrary<Uint8Array> {
  const choices = MODULES.map((original) => {
    const [names] = rangesOf(original, [".shstrtab"]);
    return mutated([original], names?.[1] ?? 0);
  });
  return fc.oneof(...choices);
}

describe.each(Object.keys(READERS))("`%s`", (name) => {
  const reader = READERS[name] ?? expect.unreachable();
  const sections = {
    readModinfo: [".modinfo"],
    readBuildId: [".note.gnu.build-id"],
    readSymbolVersions: ["__versions"],
    readExtendedVersions: ["__version_ext_crcs", "__version_ext_names"],
    readExportedSymbols: [".symtab", ".strtab", "__kcrctab", "__ksymtab_strings"],
    readNeededSymbols: [".symtab", ".strtab", "__versions"],
    readInternalName: [".gnu.linkonce.this_module"],
  }[name];

  test("returns a value or a FormatError for mutated modules, reading them at most a few times", () => {
    const modules = fc.oneof(mutatedSections(sections ?? []), mutatedTable(), mutated(MODULES));
    fc.assert(
      fc.property(modules, (bytes) => {
        const { source, amount } = counted(bytes);
        valueOrFormatError(() => reader(readElf(source)));
        expect(amount()).toBeLessThanOrEqual(bytes.length * 8);
      }),
      PROPERTY_PARAMETERS,
    );
  });
});

test("`decodeModinfo` loses no byte but NULs and first equals signs", () => {
  const sections = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    mutated(MODULES.map((bytes) => bytes.slice(...(rangesOf(bytes, [".modinfo"])[0] ?? [])))),
  );
  fc.assert(
    fc.property(sections, (bytes) => {
      const texts = String.fromCharCode(...bytes).split("\0");
      const entries = decodeModinfo(bytes);
      expect(entries.map(({ key, value }) => key + value)).toEqual(
        texts.filter((text) => text !== "").map((text) => text.replace("=", "")),
      );
      expect(entries.some(({ key }) => key.includes("="))).toBe(false);
    }),
    PROPERTY_PARAMETERS,
  );
});

test("`readSignature` returns a signature or undefined for mutated ends of modules", () => {
  const signed = MODULES.filter((bytes) => readSignature(imageSource("m.ko", bytes)) !== undefined);
  const ends = fc.oneof(...signed.map((bytes) => mutated([bytes], bytes.length - 400)));
  const trailers = fc.oneof(...signed.map((bytes) => mutated([bytes], bytes.length - 40)));
  fc.assert(
    fc.property(fc.oneof(ends, trailers), (bytes) => {
      const { source, amount } = counted(bytes);
      const signature = readSignature(source);
      expect(signature?.signature.length ?? 0).toBeLessThanOrEqual(bytes.length);
      expect(amount()).toBeLessThanOrEqual(bytes.length + 40);
    }),
    PROPERTY_PARAMETERS,
  );
});

test("`decodePkcs7` returns a signer or a FormatError for mutated signatures", () => {
  const end = -40;
  const real = FIXTURE_MODULES.slice(4).map((name) => fixtureBytes(name));
  const signatures = [
    ...real.map((bytes) =>
      bytes.slice(bytes.length + end - new DataView(bytes.buffer).getUint32(bytes.length - 32), end),
    ),
    buildPkcs7(),
    buildPkcs7({ encode: ber }),
  ];
  fc.assert(
    fc.property(fc.oneof(mutated(signatures), mutated(signatures, 0, 120)), (bytes) => {
      const signer = valueOrFormatError(() => decodePkcs7("m.ko", bytes));
      if (!(signer instanceof FormatError)) expect(signer.digest).toMatch(/^[a-z0-9.-]+$/);
    }),
    PROPERTY_PARAMETERS,
  );
});
