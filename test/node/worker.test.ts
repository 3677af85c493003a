import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect } from "vitest";
import { lackOfAddon, testUnless } from "../support/lack.ts";

const addon = join(import.meta.dirname, `../../prebuilds/linux-${process.arch}/kmod-ts.node`);

/** "hello module\n" as zstd. */
const ZSTD = "KLUv/SQNaQAAaGVsbG8gbW9kdWxlCrt3D3o=";

const WORK = `
  const addon = require(${JSON.stringify(addon)});
  const bytes = addon.decompressZstd(Buffer.from("${ZSTD}", "base64"), 100);
  require("node:worker_threads").parentPort.postMessage(Buffer.from(bytes).toString());
`;

/** A program whose workers, one after the other, are the only ones to load the addon, and so unload it when they end. */
const PROGRAM = `
  const { Worker } = require("node:worker_threads");
  const work = () =>
    new Promise((end) => new Worker(${JSON.stringify(WORK)}, { eval: true }).on("message", console.log).on("exit", end));
  work().then(work).then(work).then((status) => console.log("ended with", status));
`;

testUnless(lackOfAddon(), "workers end well after they have decompressed", () => {
  expect(createRequire(import.meta.url).resolve(addon)).toBe(addon);
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", PROGRAM], { encoding: "utf8" });
  const text = "hello module\n\n".repeat(3);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${text}ended with 0\n`, stderr: "" });
});
