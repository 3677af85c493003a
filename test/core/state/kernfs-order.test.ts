import { describe, expect, test } from "vitest";
import { fromByteString } from "../../../src/core/bytes.ts";
import { kernfsHash, toKernfsOrder, type WordBits } from "../../../src/core/state/kernfs-order.ts";
import { sysModulesOf } from "../../support/proc-scenario.ts";

/** The formula as the kernel writes it, in arithmetic that cannot lose bits. */
function plainHash(name: string, bits: WordBits): number {
  const word = (value: bigint): bigint => BigInt.asUintN(bits, value);
  let hash = 0n;
  for (const byte of fromByteString(name)) hash = word((hash + BigInt(byte << 4) + BigInt(byte >> 4)) * 11n);
  hash = bits === 64 ? word(hash * 0x61c8_8646_80b5_83ebn) >> 32n : word(hash * 0x61c8_8647n);
  hash &= 0x7fff_ffffn;
  if (hash < 2n) return Number(hash) + 2;
  return Math.min(Number(hash), 0x7fff_fffe);
}

function* someNames(): Iterable<string> {
  let state = 1;
  for (let count = 0; count < 3000; count++) {
    let name = "";
    for (let length = 0; length <= count % 60; length++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      name += String.fromCharCode((state >> 12) & 0xff);
    }
    yield name;
  }
}

describe("kernfsHash", () => {
  test.each([32, 64] as const)("`kernfsHash` is the kernel's formula on a %i-bit kernel", (bits) => {
    const names = [...someNames()];
    expect(names.map((name) => kernfsHash(name, bits))).toEqual(names.map((name) => plainHash(name, bits)));
  });

  test("`kernfsHash` avoids the numbers that the kernel keeps for itself", () => {
    expect(kernfsHash("", 64)).toBe(2);
    expect(kernfsHash("", 32)).toBe(2);
  });
});

describe("toKernfsOrder", () => {
  const captured = sysModulesOf("uml-6.1").filter((module) => module.holders.length > 1);

  test("`toKernfsOrder` gives the holders of every module of a running 6.1 kernel in directory order", () => {
    expect(captured.filter((module) => module.holders.length > 2).length).toBe(14);
    for (const { holders } of captured) expect(toKernfsOrder(holders.toSorted(), 64)).toEqual(holders);
  });

  test("`toKernfsOrder` gives directories of /sys of a running 6.18 kernel in directory order", () => {
    const sys = ["kernel", "power", "class", "devices", "dev", "fs", "bus", "firmware", "block", "module"];
    const modules = [
      "cpuidle",
      "cryptomgr",
      "dns_resolver",
      "spurious",
      "compaction",
      "vt",
      "nf_conntrack",
      "tcp_cubic",
    ];
    expect(toKernfsOrder(sys.toSorted(), 64)).toEqual(sys);
    expect(toKernfsOrder(modules.toSorted(), 64)).toEqual(modules);
  });

  test("`toKernfsOrder` sorts names of one hash as strcmp does", () => {
    const twins = ["mod_xajjcd", "mod_xbd1zo"];
    expect(kernfsHash("mod_xajjcd", 64)).toBe(kernfsHash("mod_xbd1zo", 64));
    expect(toKernfsOrder(twins, 64)).toEqual(twins);
    expect(toKernfsOrder(twins.toReversed(), 64)).toEqual(twins);
  });
});
