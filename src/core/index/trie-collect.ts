/** The part of a wildcard search that begins at a stored pattern's first wildcard; see trie-reader.ts. */

import { GlobTrail, type TrailMark } from "./glob-trail.ts";
import type { TrieBudget } from "./trie-budget.ts";
import {
  childReference,
  readTrieNode,
  readTrieValues,
  type TrieImage,
  type TrieNode,
  type TrieValue,
} from "./trie-format.ts";

interface Frame {
  readonly node: TrieNode;
  /** The trail with the node's whole text. */
  readonly mark: TrailMark;
  /** The byte of the next child to look at. */
  next: number;
}

/** What a collection needs to know about the search it is part of. */
export interface Collection {
  readonly image: TrieImage;
  readonly key: string;
  readonly budget: TrieBudget;
  /** Takes the values of every match: a node's children first, ascending, then the node itself. */
  readonly found: TrieValue[];
}

/**
 * Collects below `node`, whose pattern text begins at `offset` in its prefix, after the byte `wildcard` if given.
 * It is matched with the key from `start` on. Throws FormatError.
 */
export function collectMatches(
  collection: Collection,
  node: TrieNode,
  start: number,
  place: { readonly wildcard?: number; readonly offset: number },
): void {
  const { image, budget, key } = collection;
  const trail = new GlobTrail(key, start);
  if (place.wildcard !== undefined && !trail.push(place.wildcard)) return;
  if (!pushPrefix(image, trail, node, place.offset)) return;
  // Most patterns of a modalias are leaves from their first wildcard on.
  if (node.first > node.last) {
    addIfMatching(collection, trail, node);
    return;
  }
  const stack: Frame[] = [{ node, mark: trail.mark(), next: node.first }];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    trail.returnTo(frame.mark);
    const child = nextChild(image, trail, frame);
    if (child !== undefined) {
      budget.visit(child);
      if (!pushPrefix(image, trail, child, child.prefix)) continue;
      if (child.first > child.last) addIfMatching(collection, trail, child);
      else stack.push({ node: child, mark: trail.mark(), next: child.first });
    } else {
      stack.pop();
      addIfMatching(collection, trail, frame.node);
    }
  }
}

function addIfMatching(collection: Collection, trail: GlobTrail, node: TrieNode): void {
  if (node.values !== 0 && trail.matches()) addValues(collection, node);
}

/** Adds the values of a node in stored order. Throws FormatError. */
export function addValues({ image, budget, found }: Collection, node: TrieNode): void {
  for (const value of readTrieValues(image, node)) {
    budget.read(value);
    found.push(value);
  }
}

/** The next child whose byte the key allows, that byte pushed; undefined after the last, the trail as it was. */
function nextChild(image: TrieImage, trail: GlobTrail, frame: Frame): TrieNode | undefined {
  while (frame.next <= frame.node.last) {
    const byte = frame.next++;
    const reference = childReference(image, frame.node, byte);
    if (reference !== 0 && trail.push(byte)) {
      const child = readTrieNode(image, reference);
      if (child !== undefined) return child;
      trail.returnTo(frame.mark);
    }
  }
  return undefined;
}

function pushPrefix(image: TrieImage, trail: GlobTrail, node: TrieNode, from: number): boolean {
  for (let at = from; at < node.prefixEnd; at++) {
    if (!trail.push(image.bytes[at] as number)) return false;
  }
  return true;
}
