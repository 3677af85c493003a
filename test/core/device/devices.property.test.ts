import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { run } from "../../../src/cli/run.ts";
import { linkTo, type Node } from "../../support/memory-file-system.ts";
import { memoryPlatform } from "../../support/memory-platform.ts";
import { mutatedText } from "../../support/mutated-text.ts";

const RUNS = { numRuns: Number(process.env["KMOD_TS_PROPERTY_RUNS"] ?? 2000), seed: 20_261_123 };

const text = mutatedText(
  [
    "../../../devices/pci0/a",
    "/sys/devices/pci0/a",
    "pci:v1",
    "pci:00:01.0",
    "/dev/sda",
    "../../../../bus/pci/drivers/d",
    "MAJOR=8\nDEVNAME=sda\n",
    "subsystem",
  ],
  ["..", "/", ":", "*", "[", "]", "\0", "devices", "/sys", "DEVNAME="],
);

/** Links and files where the kernel has either. */
const node: fc.Arbitrary<Node> = fc.oneof(
  text.map(linkTo),
  text,
  fc.constant({}),
  fc.constant({ modalias: "pci:v1\n" }),
);

/** What a hostile image may have in place of the files of a device. */
const system = fc
  .record({ member: node, modalias: node, driver: node, subsystem: node, uevent: node, number: node })
  .map(({ member, modalias, driver, subsystem, uevent, number }) => ({
    "lib/modules/1/modules.dep": "m.ko:\n",
    "lib/modules/1/modules.alias": "alias pci:v* m\n",
    sys: {
      "bus/pci": {
        devices: { "0000:00:01.0": member, b: linkTo("../../../devices/pci0/a") },
        "drivers/d": { module: driver },
      },
      "devices/pci0/a": { modalias, driver, subsystem, uevent },
      "devices/virtual/x/y": { modalias, driver },
      "dev/block": { "8:0": number },
    },
  }));

describe("kmod-ts devices", () => {
  it("comes to an end over any /sys and for any operand, with answers or messages of one line", () => {
    fc.assert(
      fc.property(system, fc.array(text, { maxLength: 3 }), (tree, operands) => {
        const platform = memoryPlatform(tree, { release: "1" });
        const status = run(["kmod-ts", "devices", "--", ...operands], platform);
        const { err } = platform.written;
        expect(status).toBe(err === "" ? 0 : 1);
        expect(err.split("\n").every((line) => !/^\s+at |bug/.test(line))).toBe(true);
      }),
      RUNS,
    );
  });
});
