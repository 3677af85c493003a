/** Signatures that are damaged, false or missing: what `kmod-ts check` says of them, and what a kernel with signed modules then does. */

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { imageSource } from "../../src/core/elf/byte-source.ts";
import { withModuleImage } from "../../src/core/elf/module-file.ts";
import { readAppendedSignature } from "../../src/core/signature/appended.ts";
import { nodePlatform } from "../../src/node/platform.ts";
import { findTree, type ModuleTree, modulePaths } from "../conformance/support/trees.ts";
import { describeUnless } from "../support/lack.ts";
import { temporaryDirectory } from "../support/node-tree.ts";
import { appendSignature, buildPkcs7 } from "../support/signature-builder.ts";
import type { KernelCase } from "./support/case.ts";
import { qemu } from "./support/guest.ts";
import { runJob } from "./support/job.ts";

/** Needs no other module and no device. */
const MODULE = "crc7";

const platform = nodePlatform();

/** The module as it was signed, and without its signature. */
function readSigned(tree: ModuleTree): {
  readonly signed: Uint8Array;
  readonly plain: Uint8Array;
  readonly signature: Uint8Array;
} {
  const name = modulePaths(tree).find((path) => path.includes(`/${MODULE}.ko`)) ?? "";
  const signed = withModuleImage(platform, join(tree.directory, name), (image) => image.read(0, image.size).slice());
  const appended = readAppendedSignature(imageSource(MODULE, signed));
  if (appended?.kind !== "pkcs7") throw new Error(`${name} is not signed`);
  return { signed, plain: signed.slice(0, appended.signedLength), signature: appended.bytes.slice() };
}

function variantsOf(tree: ModuleTree): Readonly<Record<string, Uint8Array>> {
  const { signed, plain, signature } = readSigned(tree);
  const changed = signed.slice();
  changed[changed.length - 60] = (changed[changed.length - 60] ?? 0) ^ 1;
  return {
    "as it was signed": signed,
    "not signed": plain,
    "by somebody whom the kernel does not know": appendSignature(plain, { signature: buildPkcs7() }),
    "of an old form": appendSignature(plain, { signature, idType: 1 }),
    garbage: appendSignature(plain, { signature: [1, 2, 3] }),
    empty: appendSignature(plain, { signature: [] }),
    "longer than the file": appendSignature(plain, { signature, lies: { signature: 0x7fffffff } }),
    "with a hash in the trailer": appendSignature(plain, { signature, hash: 4 }),
    "with a signer in the trailer": appendSignature(plain, { signature, lies: { signer: 4 } }),
  };
}

/** Whether check calls a file refused. */
function isRefused(tree: ModuleTree, image: Uint8Array): boolean {
  const path = join(temporaryDirectory(), `${MODULE}.ko`);
  writeFileSync(path, image);
  const host = { ...platform.host, write: () => undefined };
  return run(["kmod-ts", "check", "--root", tree.root, "-S", tree.release, path], { ...platform, host }) === 3;
}

const tree = findTree("6.12");
const problem = qemu.problem();
const suite = `signatures, in ${qemu.title}`;

describeUnless(problem, suite, () => {
  test("the kernel refuses those that check calls refused, and no others", async () => {
    const variants = variantsOf(tree as ModuleTree);
    const cases = Object.entries(variants).map(([name, image]): KernelCase => {
      const packed = execFileSync("gzip", ["-c"], { input: image }).toString("base64");
      return {
        name,
        run: [
          `echo ${packed} | /bin/busybox base64 -d | /bin/busybox gunzip >${MODULE}.ko`,
          `/bin/busybox insmod ${MODULE}.ko && echo taken; /bin/busybox rmmod ${MODULE} 2>/dev/null; dmesg -c >/dev/null`,
        ].join("\n"),
        seconds: 60,
      };
    });
    const outcomes = await runJob(qemu, "kmod", cases);
    const found = outcomes.map(({ out }, at) => [cases[at]?.name, out === "taken\n" ? "taken" : "refused"]);
    const foretold = Object.entries(variants).map(([name, image]) => [
      name,
      isRefused(tree as ModuleTree, image) ? "refused" : "taken",
    ]);
    expect(found).toEqual(foretold);
    expect(new Set(found.map(([, outcome]) => outcome)).size).toBe(2);
  }, 900_000);
});
