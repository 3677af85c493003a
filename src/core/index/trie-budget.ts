/** A bound on the work that one walk through an index may cause. */

import { FormatError } from "../errors.ts";
import { type TrieImage, type TrieNode, type TrieValue, trieNodeSize } from "./trie-format.ts";

/**
 * In a tree every node is reached once, so a walk reads no more bytes than the file has. An index whose references
 * form a cycle, or lead to the same node on many ways, exceeds that and is refused.
 */
export class TrieBudget {
  readonly #source: string;
  #left: number;

  /** `visits`: how often the walk may rightly reach each node. */
  constructor(image: TrieImage, visits: number) {
    this.#source = image.source;
    this.#left = visits * image.bytes.length;
  }

  /** Counts a node. Throws FormatError when the budget is used up. */
  visit(node: TrieNode): void {
    this.#spend(trieNodeSize(node), node.prefix);
  }

  /** Counts a value. Throws FormatError when the budget is used up. */
  read({ value }: TrieValue): void {
    this.#spend(value.length + 5, undefined);
  }

  #spend(bytes: number, place: number | undefined): void {
    this.#left -= bytes;
    if (this.#left < 0) throw new FormatError(this.#source, "references do not form a tree", "EINVAL", place);
  }
}
