import fc from "fast-check";
import { expect, test } from "vitest";
import { staticNodes } from "../../src/commands/static-nodes.ts";
import { gatherAndView } from "../support/gather-and-view.ts";
import { memoryPlatform } from "../support/memory-platform.ts";
import { mutatedText } from "../support/mutated-text.ts";

const numRuns = Number(process.env["KMOD_TS_PROPERTY_RUNS"] ?? 2000);

const SEEDS = [
  "# Device nodes to trigger on-demand module loading.\nautofs4 autofs c10:235\nfuse fuse c10:229\ntun net/tun c10:200\n",
  "loop loop-control c10:237\nbtrfs btrfs-control c10:234\nppp_generic ppp c108:0\nm a/b/c b10:300\n",
];

test("static-nodes shows whatever modules.devname holds, in every form", () => {
  const forms = ["format=human", "format=tmpfiles", "format=devname", "json", "table", "output=/out"];
  const words = ["c", "b", ":", "-", "+", "4294967296", "99999999999999999999999", "/", "../", "#"];
  const property = fc.property(mutatedText(SEEDS, words), fc.constantFrom(...forms), (text, form) => {
    const platform = memoryPlatform({ "lib/modules/6.1.0-test/modules.devname": text });
    const { failed, messages } = gatherAndView(staticNodes, platform, [form]);
    expect(failed).toBe(messages.length > 0);
  });
  fc.assert(property, { numRuns, seed: 20261125 });
});
