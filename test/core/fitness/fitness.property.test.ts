import fc from "fast-check";
import { describe, test } from "vitest";
import { toByteString } from "../../../src/core/bytes.ts";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { readElf } from "../../../src/core/elf/file.ts";
import { readCandidate } from "../../../src/core/fitness/candidate.ts";
import { readImageExports } from "../../../src/core/fitness/image-exports.ts";
import { readKernelImage } from "../../../src/core/fitness/kernel-exports.ts";
import { parseSymbolExports } from "../../../src/core/fitness/symvers.ts";
import { concatBytes } from "../../support/byte-builder.ts";
import { fixtureBytes } from "../../support/fixture-modules.ts";
import { buildBootImage, buildKernelElf } from "../../support/kernel-image-builder.ts";
import { memoryPlatform } from "../../support/memory-platform.ts";
import { mutated, PROPERTY_PARAMETERS, valueOrFormatError } from "../../support/mutations.ts";

const SYMBOLS = [
  { name: "printk", crc: 5 },
  { name: "kthread_stop", gplOnly: true, namespace: "SPACE", crc: 6 },
];
const IMAGES = [buildKernelElf(SYMBOLS), buildKernelElf(SYMBOLS, { relative: false, littleEndian: false })];
const MODULES = ["gcc12-amd64-signed.ko", "gcc12-s390x.ko", "gcc12-armhf.ko"].map(fixtureBytes);
const BOOT = buildBootImage(concatBytes([0x28, 0xb5, 0x2f, 0xfd, 4, 0x88], "data"), 4);
const SYMVERS = concatBytes(
  "0x00000001\tprintk\tvmlinux\tEXPORT_SYMBOL\t\n0x00000002\tx\tdrivers/y\tEXPORT_SYMBOL_GPL\tNS\n",
);

describe("what check reads is a value or a FormatError", () => {
  test("exports of an image", () => {
    fc.assert(
      fc.property(mutated(IMAGES), (bytes) => {
        valueOrFormatError(() => readImageExports(readElf(imageSource("vmlinux", bytes))));
      }),
      PROPERTY_PARAMETERS,
    );
  });

  test("boot images", () => {
    fc.assert(
      fc.property(mutated([BOOT], 0x1e0, 0x260), (bytes) => {
        const platform = memoryPlatform({ "/v": bytes }, { decompress: (_, data) => data.slice() });
        valueOrFormatError(() => readKernelImage(platform, "/v"));
      }),
      PROPERTY_PARAMETERS,
    );
  });

  test("Module.symvers", () => {
    fc.assert(
      fc.property(mutated([SYMVERS]), (bytes) => {
        valueOrFormatError(() => parseSymbolExports(toByteString(bytes), "s"));
      }),
      PROPERTY_PARAMETERS,
    );
  });

  test("module files", () => {
    fc.assert(
      fc.property(mutated(MODULES), (bytes) => {
        const platform = memoryPlatform({ "/m.ko": bytes }, { decompress: (_, data) => data.slice() });
        valueOrFormatError(() => readCandidate(platform, "/m.ko", []));
      }),
      PROPERTY_PARAMETERS,
    );
  });
});
