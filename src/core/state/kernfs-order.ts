/**
 * The order in which the kernel lists a directory of /sys.
 *
 * kernfs keeps the entries of a directory in a tree sorted by a 31-bit hash of the name, then by the name, and
 * readdir walks that tree. kmod prints the holders of a module in the order of /sys/module/NAME/holders; knowing
 * the order, we need not read that directory, and a module that vanishes meanwhile cannot spoil a listing.
 *
 *     hash = 0
 *     for each byte c:  hash = (hash + (c << 4) + (c >> 4)) * 11        in an unsigned long
 *     64-bit kernel:    hash = (hash * 0x61c8864680b583eb) >> 32        modulo 2^64
 *     32-bit kernel:    hash = hash * 0x61c88647                        modulo 2^32
 *     hash &= 0x7fffffff; 0 and 1 become 2 and 3; 0x7fffffff becomes 0x7ffffffe
 *
 * Compared with `ls -U` on Linux 6.1 (all 128 modules of a guest) and 6.18 (400 directories of /sys). Directories
 * whose entries belong to a namespace (/sys/class/net) hash that too and are left out here.
 */

import { compareBytes } from "../bytes.ts";

/** Width of the kernel's unsigned long. */
export type WordBits = 32 | 64;

const GOLDEN_32 = 0x61c88647;
const GOLDEN_64_HIGH = 0x61c88646;
const GOLDEN_64_LOW = 0x80b583eb;
const TWO_32 = 0x1_0000_0000;
const INT_MAX = 0x7fffffff;

/** The hash by which kernfs sorts `name` (a byte string) on a kernel of that word width. */
export function kernfsHash(name: string, bits: WordBits): number {
  const hash = (bits === 64 ? hash64(name) : hash32(name)) & INT_MAX;
  if (hash < 2) return hash + 2;
  return hash === INT_MAX ? INT_MAX - 1 : hash;
}

/** Names (byte strings) in the order in which a directory of /sys lists them. */
export function toKernfsOrder(names: readonly string[], bits: WordBits): readonly string[] {
  if (names.length < 2) return names;
  return names
    .map((name) => ({ name, hash: kernfsHash(name, bits) }))
    .sort((left, right) => left.hash - right.hash || compareBytes(left.name, right.name))
    .map((entry) => entry.name);
}

function hash32(name: string): number {
  let hash = 0;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash + mix(name.charCodeAt(at)), 11);
  return Math.imul(hash, GOLDEN_32);
}

/** Two halves of 32 bits; every intermediate value stays below 2^53. BigInt would be slower in both engines. */
function hash64(name: string): number {
  let high = 0;
  let low = 0;
  for (let at = 0; at < name.length; at++) {
    const product = (low + mix(name.charCodeAt(at))) * 11;
    low = product >>> 0;
    high = (high * 11 + Math.floor(product / TWO_32)) >>> 0;
  }
  return highProduct(low, GOLDEN_64_LOW) + Math.imul(low, GOLDEN_64_HIGH) + Math.imul(high, GOLDEN_64_LOW);
}

function mix(byte: number): number {
  return (byte << 4) + (byte >> 4);
}

/** The upper 32 bits of the product of two unsigned 32-bit numbers. */
function highProduct(left: number, right: number): number {
  const leftHigh = left >>> 16;
  const leftLow = left & 0xffff;
  const rightHigh = right >>> 16;
  const rightLow = right & 0xffff;
  const first = leftHigh * rightLow + Math.floor((leftLow * rightLow) / 0x10000);
  const second = leftLow * rightHigh + (first % 0x10000);
  return leftHigh * rightHigh + Math.floor(first / 0x10000) + Math.floor(second / 0x10000);
}
