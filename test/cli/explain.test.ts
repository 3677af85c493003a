import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { schemaProblems } from "../support/json-schema.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";

/** A device that ACPI describes both in its own way and in that of the device tree. */
const TREE: Tree = {
  "lib/modules/1.0": {
    "modules.dep": "keys.ko:\nsony.ko:\n",
    "modules.alias": "alias acpi*:SNY5001:* sony\nalias of:N*T*Cgpio-keys keys\n",
    "keys.ko": "",
    "sony.ko": "",
  },
  "sys/devices/gpio/modalias": "acpi:SNY5001:\nof:NfooTCgpio-keys\n",
};

function explain(...words: readonly string[]): { readonly status: number; readonly out: string; readonly err: string } {
  const platform = memoryPlatform(TREE, { release: "1.0" });
  const status = run(["kmod-ts", "explain", ...words], platform);
  return { status, ...platform.written };
}

describe("kmod-ts explain", () => {
  test("looks modules up by each modalias of a device", () => {
    const printed = explain("/sys/devices/gpio");
    expect({ status: printed.status, err: printed.err }).toEqual({ status: 0, err: "" });
    expect(printed.out).toMatchInlineSnapshot(`
      "/sys/devices/gpio asks for acpi:SNY5001: and of:NfooTCgpio-keys
      sony: nothing stops it
        because     alias acpi*:SNY5001:* (/lib/modules/1.0/modules.alias:1)
        would do    insert /lib/modules/1.0/sony.ko
        file        /lib/modules/1.0/sony.ko
      keys: nothing stops it
        because     alias of:N*T*Cgpio-keys (/lib/modules/1.0/modules.alias:2)
        would do    insert /lib/modules/1.0/keys.ko
        file        /lib/modules/1.0/keys.ko
      "
    `);
  });

  test("has each modalias in JSON", () => {
    const document = JSON.parse(explain("--json", "/sys/devices/gpio").out);
    expect(schemaProblems("explain", document)).toEqual([]);
    const modaliases = ["acpi:SNY5001:", "of:NfooTCgpio-keys"];
    expect(document.explanations).toMatchObject([
      { words: modaliases, device: { modaliases }, modules: [{ name: "sony" }, { name: "keys" }] },
    ]);
  });
});
