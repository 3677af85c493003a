/**
 * Figures of today's kmod (34 and later), for these versions of the packages only. Made by running it as the comments below
 * say; we have to arrive at the same. They stand in for a kmod 34, which Debian 12 does not ship.
 */

import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { fromByteString } from "../../src/core/bytes.ts";
import { describeUnless, lackOfTrees } from "../support/lack.ts";
import type { Case } from "./support/case.ts";
import { foreseeKmodsRules, runUnderKmodsRules } from "./support/kmods-soft-dependencies.ts";
import { groups } from "./support/mode.ts";
import { runOurs } from "./support/ours.ts";
import { aliasPatterns, fileModuleName, findTree, type ModuleTree, modulePaths } from "./support/trees.ts";

const FIGURES = [
  {
    tree: "6.1",
    source: "linux-image-6.1.0-56-amd64 6.1.192-2",
    modinfo: "f9da2641b41bc61113c7dbb976f9078bb756b62ce74edf6f6cbfc438726a328f",
    depends: "c3953d1e66e559d8cb3eb7f96fc47c65d4419f425fa2e024e4b4933ee17c088d",
    resolve: "8ec28278f519d33d7c46306a49ed339e9e7d88c830496e616581dae45c3bbce7",
  },
  {
    tree: "6.12",
    source: "linux-image-6.12.117+deb12-amd64 6.12.117-1~deb12u1",
    modinfo: "7d067cf146859df7c8c8e4923ff883614a2cfb39174bf4e5e97a6992046c2887",
    depends: "b1f545029e399e105a5d1c86dce80662a25bc2663be03e7c3690aa685afed73f",
    resolve: "9eaccd084203d7b67f5ab31012f6e9db3fa6cb4d14977025195706f408a3faf1",
  },
  {
    tree: "uml",
    source: "user-mode-linux 6.1um4+b13",
    modinfo: "0d6bdd8d4a25de2cb365ad878839d4c756898bcc8846d5a567115b2f566e2fb9",
    depends: "dbf449de339510fd75e5f85919328d6feb7580f0f692c3291ae21f786d139fa7",
    resolve: "6384b86a61cfc295a9f33a2733ec2dbe7e1766078256bff81bae48c11b58438b",
  },
] as const;

function digest(pieces: readonly string[]): string {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(fromByteString(piece));
  return hash.digest("hex");
}

/** `find kernel -name '*.ko*' | sort | xargs -n 500 modinfo | grep -v '^filename:'` */
function modinfoDigest(tree: ModuleTree): string {
  const paths = modulePaths(tree).map((path) => `${tree.directory}/${path}`);
  const outputs = groups(paths, 500).map((args) => {
    const { out } = runOurs({ tool: "modinfo", args });
    return out
      .split("\n")
      .filter((line) => !line.startsWith("filename:"))
      .join("\n");
  });
  return digest(outputs);
}

/** `modprobe -d ROOT -S VERSION -C /dev/null -D NAME` for each name, sorted and unique; all output, without ROOT */
function dependsDigest(tree: ModuleTree): string {
  const names = [...new Set(modulePaths(tree).map(fileModuleName))].sort();
  const asked = names.map((name): Case => {
    return { tool: "modprobe", args: ["-d", tree.root, "-S", tree.release, "-C", "/dev/null", "-D", name] };
  });
  foreseeKmodsRules(asked);
  const outputs = asked.map((one) => {
    const { out, err } = runUnderKmodsRules(one);
    return (out + err).replaceAll(tree.root, "");
  });
  return digest(outputs);
}

const PREFIXES = /^(?:pci|usb|of|acpi|hid|platform|virtio|spi|i2c)/;

/** Every third pattern of those buses with `0` for `*`, the first 9000, in groups of 3000 to `modprobe -R -a`; stdout */
function resolveDigest(tree: ModuleTree): string {
  const patterns = aliasPatterns(tree).filter((pattern) => PREFIXES.test(pattern));
  const aliases = patterns.filter((_, at) => at % 3 === 2).map((pattern) => pattern.replaceAll("*", "0"));
  const outputs = groups(aliases.slice(0, 9000), 3000).map((some) => {
    const args = ["-d", tree.root, "-S", tree.release, "-C", "/dev/null", "-R", "-a", ...some];
    return runOurs({ tool: "modprobe", args }).out;
  });
  return digest(outputs);
}

describe.each(FIGURES)("figures of today's kmod for $source", ({ tree: name, source, modinfo, depends, resolve }) => {
  const found = findTree(name);
  const other = found?.source === source ? undefined : `the tree is of another package: ${found?.source}`;

  describeUnless(lackOfTrees(found) ?? other, "of the same package", () => {
    const tree = found as ModuleTree;
    test("modinfo of every module", () => expect(modinfoDigest(tree)).toBe(modinfo));
    test("modprobe -D of every module", () => expect(dependsDigest(tree)).toBe(depends));
    test("modprobe -R of up to 9000 modaliases", () => expect(resolveDigest(tree)).toBe(resolve));
  });
});
