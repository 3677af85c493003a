/** Arithmetic on large numbers, as far as verifying a signature needs it. Nothing here is secret, so that time may tell. */

const DIGITS = "0123456789abcdef";

/** An unsigned big-endian number. */
export function toNumber(bytes: Uint8Array): bigint {
  let text = "0x0";
  for (const byte of bytes) text += (DIGITS[byte >> 4] as string) + (DIGITS[byte & 15] as string);
  return BigInt(text);
}

/** The number as so many big-endian bytes. */
export function toBytes(number: bigint, length: number): Uint8Array {
  const text = number.toString(16).padStart(length * 2, "0");
  return Uint8Array.from({ length }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16));
}

/** The remainder, never negative. */
export function modulo(number: bigint, modulus: bigint): bigint {
  const rest = number % modulus;
  return rest < 0n ? rest + modulus : rest;
}

export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = modulo(base, modulus);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** The number whose product with `number` leaves 1, by Euclid; undefined where there is none. */
export function inverse(number: bigint, modulus: bigint): bigint | undefined {
  let [last, rest] = [modulus, modulo(number, modulus)];
  let [lastFactor, factor] = [0n, 1n];
  while (rest > 0n) {
    const quotient = last / rest;
    [last, rest] = [rest, last - quotient * rest];
    [lastFactor, factor] = [factor, lastFactor - quotient * factor];
  }
  return last === 1n ? modulo(lastFactor, modulus) : undefined;
}
