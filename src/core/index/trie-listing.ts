/**
 * Everything that a binary index holds. A damaged one can have keys as long as itself, as many as it has bytes: a key is put together
 * when someone asks for it. (Node adds a piece to a text without copying that; the static edition's engine copies.)
 */

import { toByteString } from "../bytes.ts";
import { TrieBudget } from "./trie-budget.ts";
import { childReference, readTrieNode, readTrieValues, type TrieImage, type TrieNode } from "./trie-format.ts";

/** An entry whose key nobody has put together yet. */
export interface ListedEntry {
  readonly keyLength: number;
  readonly value: string;
  key(): string;
}

/** A node on the way. */
interface Listed {
  readonly node: TrieNode;
  readonly above: Listed | undefined;
  /** The byte that leads here from above; empty at the root. */
  readonly byte: string;
  /** Of the text that the node stands for. */
  readonly length: number;
  /** That text, once it is known. */
  text: string | undefined;
  /** The byte of the next child to look at. */
  next: number;
}

function enter(node: TrieNode, above?: Listed, byte = ""): Listed {
  const length = (above?.length ?? 0) + byte.length + node.prefixEnd - node.prefix;
  return { node, above, byte, length, text: undefined, next: node.first };
}

/** From the nearest node above that knows its text. */
function joinText(image: TrieImage, listed: Listed): string {
  const pieces: string[] = [];
  let from: Listed | undefined = listed;
  for (; from !== undefined && from.text === undefined; from = from.above) {
    pieces.push(toByteString(image.bytes, from.node.prefix, from.node.prefixEnd), from.byte);
  }
  pieces.push(from?.text ?? "");
  return pieces.toReversed().join("");
}

/** The text of a node; that of the one above is kept for its other children. */
function textOf(image: TrieImage, listed: Listed): string {
  const { above } = listed;
  if (above !== undefined && above.text === undefined) above.text = joinText(image, above);
  listed.text ??= joinText(image, listed);
  return listed.text;
}

/** The uppermost node of which all keys begin with `prefix`; no other key does. */
function nodeBelow(image: TrieImage, prefix: string): Listed | undefined {
  const root = readTrieNode(image, image.root);
  let at = root === undefined ? undefined : enter(root);
  while (at !== undefined && at.length < prefix.length) {
    if (!prefix.startsWith(textOf(image, at))) return undefined;
    const byte = prefix.charCodeAt(at.length);
    const child = readTrieNode(image, childReference(image, at.node, byte));
    at = child === undefined ? undefined : enter(child, at, String.fromCharCode(byte));
  }
  return at !== undefined && textOf(image, at).startsWith(prefix) ? at : undefined;
}

/** All entries whose key begins with `prefix`: keys in byte order, values in stored order. Throws FormatError for damage. */
export function* listEntries(image: TrieImage, prefix = ""): Generator<ListedEntry> {
  const budget = new TrieBudget(image, 1);
  const stack: Listed[] = [];
  let entered = nodeBelow(image, prefix);
  while (entered !== undefined || stack.length > 0) {
    if (entered !== undefined) {
      const listed = entered;
      budget.visit(listed.node);
      for (const value of readTrieValues(image, listed.node)) {
        budget.read(value);
        yield { keyLength: listed.length, value: value.value, key: () => textOf(image, listed) };
      }
      stack.push(listed);
    }
    entered = nextListed(image, stack);
  }
}

/** The next child of the node on top of the stack; undefined where it has no more, after taking it off. */
function nextListed(image: TrieImage, stack: Listed[]): Listed | undefined {
  const top = stack.at(-1);
  while (top !== undefined && top.next <= top.node.last) {
    const byte = top.next++;
    const child = readTrieNode(image, childReference(image, top.node, byte));
    if (child !== undefined) return enter(child, top, String.fromCharCode(byte));
  }
  stack.pop();
  return undefined;
}
