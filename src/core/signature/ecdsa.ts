/**
 * ECDSA over the curves of NIST. See FIPS 186-5, section 6.4.2, and for the formulas "Guide to Elliptic Curve Cryptography",
 * section 3.2. Only public numbers are handled, so that nothing needs to take constant time.
 */

import { DerReader } from "../elf/der.ts";
import { FormatError } from "../errors.ts";
import { inverse, modulo, toNumber } from "./numbers.ts";

export type CurveName = "P-256" | "P-384" | "P-521";

export interface EcKey {
  readonly kind: "ec";
  readonly curve: CurveName;
  /** The uncompressed point: 4, then both coordinates. */
  readonly point: Uint8Array;
}

/** y² = x³ - 3x + b over a prime field. */
interface Curve {
  readonly prime: bigint;
  readonly b: bigint;
  /** How many points there are. */
  readonly order: bigint;
  readonly base: Point;
}

/** Affine coordinates; undefined is the point at infinity. */
interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

/** Jacobian coordinates: x / z², y / z³; z is 0 for the point at infinity. They need no division. */
interface Jacobian extends Point {
  readonly z: bigint;
}

const INFINITY: Jacobian = { x: 1n, y: 1n, z: 0n };

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const UNCOMPRESSED = 4;
/** Bytes of a signature over the largest curve: two numbers of 66 bytes, and what stands before them. */
const LONGEST_SIGNATURE = 160;

const CURVES: Readonly<Record<CurveName, Curve>> = {
  "P-256": {
    prime: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    base: {
      x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
      y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
    },
  },
  "P-384": {
    prime: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    base: {
      x: 0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7n,
      y: 0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5fn,
    },
  },
  "P-521": {
    prime: (1n << 521n) - 1n,
    b: 0x51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
    order:
      0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    base: {
      x: 0xc6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66n,
      y: 0x11839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650n,
    },
  },
};

/** Whether the key's owner signed the digest; `signature` is the DER of both numbers. */
export function verifyEcdsa(key: EcKey, digest: Uint8Array, signature: Uint8Array): boolean {
  const curve = CURVES[key.curve];
  const point = decodePoint(curve, key.point);
  const numbers = decodeNumbers(signature);
  if (point === undefined || numbers === undefined) return false;
  const [r, s] = numbers;
  if (r < 1n || s < 1n || r >= curve.order || s >= curve.order) return false;
  const factor = inverse(s, curve.order);
  if (factor === undefined) return false;
  const u = modulo(leftmost(digest, curve.order) * factor, curve.order);
  const v = modulo(r * factor, curve.order);
  const sum = add(curve, multiply(curve, u, curve.base), multiply(curve, v, point));
  const scale = inverse(sum.z * sum.z, curve.prime);
  return scale !== undefined && modulo(modulo(sum.x * scale, curve.prime), curve.order) === r;
}

/** As many bits of the digest as the order has. */
function leftmost(digest: Uint8Array, order: bigint): bigint {
  const surplus = digest.length * 8 - order.toString(2).length;
  const number = toNumber(digest);
  return surplus > 0 ? number >> BigInt(surplus) : number;
}

function decodePoint({ prime, b }: Curve, bytes: Uint8Array): Point | undefined {
  const length = Math.ceil(prime.toString(16).length / 2);
  if (bytes[0] !== UNCOMPRESSED || bytes.length !== 1 + 2 * length) return undefined;
  const x = toNumber(bytes.subarray(1, 1 + length));
  const y = toNumber(bytes.subarray(1 + length));
  const isOnCurve = x < prime && y < prime && modulo(y * y - (x * x * x - 3n * x + b), prime) === 0n;
  return isOnCurve ? { x, y } : undefined;
}

function decodeNumbers(signature: Uint8Array): readonly [bigint, bigint] | undefined {
  if (signature.length > LONGEST_SIGNATURE) return undefined;
  try {
    const numbers = new DerReader("", signature).enter(SEQUENCE);
    return [toNumber(numbers.take(INTEGER)), toNumber(numbers.take(INTEGER))];
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** The point added to itself so many times: doubled for each bit, from the highest. */
function multiply(curve: Curve, times: bigint, { x, y }: Point): Jacobian {
  const point = { x, y, z: 1n };
  let sum = INFINITY;
  for (const bit of times.toString(2)) {
    sum = double(curve, sum);
    if (bit === "1") sum = add(curve, sum, point);
  }
  return sum;
}

function double({ prime }: Curve, { x, y, z }: Jacobian): Jacobian {
  if (z === 0n || y === 0n) return INFINITY;
  const square = z * z;
  const slope = modulo(3n * (x - square) * (x + square), prime);
  const ySquare = (y * y) % prime;
  const shift = (4n * x * ySquare) % prime;
  const newX = modulo(slope * slope - 2n * shift, prime);
  return {
    x: newX,
    y: modulo(slope * (shift - newX) - 8n * ySquare * ySquare, prime),
    z: (2n * y * z) % prime,
  };
}

function add(curve: Curve, left: Jacobian, right: Jacobian): Jacobian {
  if (left.z === 0n) return right;
  if (right.z === 0n) return left;
  const { prime } = curve;
  const [leftSquare, rightSquare] = [(left.z * left.z) % prime, (right.z * right.z) % prime];
  const [leftX, rightX] = [(left.x * rightSquare) % prime, (right.x * leftSquare) % prime];
  const leftY = (left.y * rightSquare * right.z) % prime;
  const run = modulo(rightX - leftX, prime);
  const rise = modulo(right.y * leftSquare * left.z - leftY, prime);
  if (run === 0n) return rise === 0n ? double(curve, left) : INFINITY;
  const runSquare = (run * run) % prime;
  const runCube = (runSquare * run) % prime;
  const shift = (leftX * runSquare) % prime;
  const x = modulo(rise * rise - runCube - 2n * shift, prime);
  return { x, y: modulo(rise * (shift - x) - leftY * runCube, prime), z: (run * left.z * right.z) % prime };
}
