/**
 * The proof that core, commands and cli need no engine's API: their bundle, with nothing left to import, gives the same
 * output under QuickJS, over files in memory, as the Node edition gives over the disk.
 */

import variant from "@jitl/quickjs-wasmfile-release-sync";
import { newQuickJSWASMModuleFromVariant, type QuickJSContext } from "quickjs-emscripten-core";
import { beforeAll, describe, expect, test } from "vitest";
import { bundleNeutral } from "../../scripts/bundles.mjs";
import { run } from "../../src/cli/run.ts";
import type { Platform } from "../../src/core/platform.ts";
import { nodePlatform } from "../../src/node/platform.ts";
import { readTree } from "../support/disk-tree.ts";
import { rooted } from "../support/rooted.ts";
import type { RunResult } from "./entry.ts";

const ROOT = new URL("../../fixtures/roots/workstation/root", import.meta.url).pathname;
const VERSION = "6.1.0-fixture";
const MODULES = `/lib/modules/${VERSION}/kernel`;

/** Command lines, with the exit status that shows that they did something. */
const CASES: readonly (readonly [line: string, status: number])[] = [
  ["lsmod", 0],
  ["lsmod --json", 0],
  ["lsmod --tree", 0],
  ["lsmod --unknown", 1],
  [`modinfo ${MODULES}/drivers/gpu/acme_gpu.ko`, 0],
  [`modinfo ${MODULES}/drivers/acme/acme_odd.ko`, 0],
  [`modinfo --json -k ${VERSION} acme-core`, 0],
  [`modinfo -k ${VERSION} -F depends acme_audio`, 0],
  ["modinfo /none.ko", 1],
  [`modprobe -S ${VERSION} -c`, 0],
  [`modprobe -S ${VERSION} -D acme_audio`, 0],
  [`modprobe -S ${VERSION} -R acme-speaker`, 0],
  [`depmod -n ${VERSION} ${MODULES}/drivers/gpu/acme_gpu.ko ${MODULES}/drivers/acme/acme-core.ko`, 0],
  [`kmod-ts deps -S ${VERSION} acme_gpu acme_audio`, 0],
  [`kmod-ts deps -S ${VERSION} --json --reverse acme_backlight`, 0],
  [`kmod-ts which -S ${VERSION} --json acme_gpu acme_audio`, 0],
  ["kmod-ts list --loaded --available --builtin acme-*", 0],
  [`kmod-ts params -S ${VERSION} acme_gpu acme_rtc acme_audio`, 0],
  [`kmod-ts params -S ${VERSION} --diff --json acme_gpu`, 0],
  [`kmod-ts explain -S ${VERSION} acme_gpu acme-touch acme_rtc`, 0],
  [`kmod-ts status -S ${VERSION} -v acme_gpu acme_touch acme_rtc nosuch`, 4],
  [`kmod-ts devices -S ${VERSION}`, 0],
  [`kmod-ts devices -S ${VERSION} --json i2c:0-0038 /dev/acme0`, 0],
  [`depmod --verify --json -b /none -o / ${VERSION}`, 1],
  ["kmod-ts --version", 0],
];

/** The Node edition with the fixture as `/` and its output kept. */
function runOnDisk(argv: readonly string[]): RunResult {
  const written = { out: "", err: "" };
  const node = nodePlatform();
  const platform: Platform = {
    ...node,
    files: rooted(node.files, ROOT),
    kernel: { ...node.kernel, release: () => VERSION },
    host: {
      ...node.host,
      environment: () => undefined,
      workingDirectory: () => "/",
      isTerminal: () => false,
      write(stream, text) {
        written[stream] += text;
      },
    },
  };
  const status = run(argv, platform);
  return { status, ...written };
}

describe("the neutral bundle under QuickJS", () => {
  let engine: QuickJSContext;

  function evaluate(code: string): unknown {
    return engine.unwrapResult(engine.evalCode(code)).consume((value) => engine.dump(value));
  }

  beforeAll(async () => {
    const [quickJs, bundle] = await Promise.all([newQuickJSWASMModuleFromVariant(variant as never), bundleNeutral()]);
    engine = quickJs.newContext();
    evaluate(
      `${bundle}\nglobalThis.neutral = neutral;\nglobalThis.tree = ${JSON.stringify(readTree(ROOT))};\nundefined`,
    );
    return () => engine.dispose();
  });

  test("finds nothing of another engine to lean on", () => {
    const names = ["process", "Buffer", "console", "TextDecoder", "require", "setTimeout"];
    expect(evaluate(`${JSON.stringify(names)}.filter((name) => name in globalThis)`)).toEqual([]);
  });

  test.each(CASES)("`%s` gives what the Node edition gives", (line, status) => {
    const argv = line.split(" ");
    const options = { release: VERSION };
    const here = evaluate(`neutral.runOn(tree, ${JSON.stringify(argv)}, ${JSON.stringify(options)})`);
    expect(here).toEqual(runOnDisk(argv));
    expect(here).toMatchObject({ status });
  });
});
