/**
 * A glob pattern that becomes known byte by byte, matched against a key as far as it goes: the trie search drops a
 * whole subtree as soon as what its patterns begin with cannot match.
 *
 * What follows the last `*` so far is the segment. Only its leftmost possible place in the key is kept: a later place
 * could match nothing that the leftmost cannot. From a bracket or backslash on nothing is foreseen, and the whole
 * pattern is compared in the end.
 */

import { toByteString } from "../bytes.ts";
import { matchesGlob } from "../glob.ts";

const STAR = 0x2a;
const QUESTION = 0x3f;
const OPEN = 0x5b; // [
const BACKSLASH = 0x5c;

/** How far a trail has come, to return to. */
export interface TrailMark {
  readonly length: number;
  readonly segment: number;
  readonly at: number;
  readonly star: boolean;
  readonly opaque: boolean;
}

/** The pattern of the trail in use. One search follows another, so they share it: each had it grow anew. */
const pattern: number[] = [];

/**
 * A pattern that grows and shrinks as a search walks the trie, and how far it matches the key. There is one at a time:
 * making a new one ends the last. Nothing here throws.
 */
export class GlobTrail {
  readonly #key: string;
  readonly #start: number;
  /** How much of the pattern counts; the rest is left over from subtrees that were left. */
  #length = 0;
  /** Where the segment begins in the pattern. */
  #segment = 0;
  /** Where the segment begins in the key. */
  #at: number;
  #star = false;
  #opaque = false;

  /** A trail with an empty pattern, to be matched with `key` from `start` on. */
  constructor(key: string, start: number) {
    this.#key = key;
    this.#start = start;
    this.#at = start;
  }

  mark(): TrailMark {
    return { length: this.#length, segment: this.#segment, at: this.#at, star: this.#star, opaque: this.#opaque };
  }

  /** Forgets what was pushed since `mark`. */
  returnTo(mark: TrailMark): void {
    this.#length = mark.length;
    this.#segment = mark.segment;
    this.#at = mark.at;
    this.#star = mark.star;
    this.#opaque = mark.opaque;
  }

  /** Appends a byte to the pattern. False: no pattern that begins so matches, and the trail must return to a mark. */
  push(byte: number): boolean {
    if (byte === STAR && !this.#opaque) {
      this.#at += this.#length - this.#segment;
      this.#segment = this.#length + 1;
      this.#star = true;
    } else if (byte === OPEN || byte === BACKSLASH) {
      this.#opaque = true;
    } else if (!this.#opaque && !this.#extend(byte)) {
      return false;
    }
    pattern[this.#length++] = byte;
    return true;
  }

  /** Whether the pattern, as it stands, matches the key. */
  matches(): boolean {
    const length = this.#length - this.#segment;
    if (this.#opaque) {
      const whole = toByteString(Uint8Array.from(pattern.slice(0, this.#length)));
      return matchesGlob(whole, this.#key.slice(this.#start));
    }
    if (!this.#star) return this.#at + length === this.#key.length;
    const last = this.#key.length - length;
    return last >= this.#at && this.#segmentMatches(last);
  }

  /** Moves the segment right until it can be followed by `byte`. */
  #extend(byte: number): boolean {
    const length = this.#length - this.#segment;
    for (let start = this.#at; start + length < this.#key.length; start++) {
      const fits = byte === QUESTION || this.#key.charCodeAt(start + length) === byte;
      if (fits && (start === this.#at || this.#segmentMatches(start))) {
        this.#at = start;
        return true;
      }
      if (!this.#star) return false;
    }
    return false;
  }

  #segmentMatches(start: number): boolean {
    for (let index = this.#segment; index < this.#length; index++) {
      const byte = pattern[index];
      if (byte !== QUESTION && byte !== this.#key.charCodeAt(start + index - this.#segment)) return false;
    }
    return true;
  }
}
