/** What ties modules to one another: symbols, and what softdep and weakdep lines say. Types only. */

import type { Origin } from "../config/configuration.ts";

/** A module cannot be loaded without the other: it uses symbols of it. */
export interface HardEdge {
  readonly kind: "hard";
  readonly from: string;
  readonly to: string;
  /**
   * The symbols that `from` takes from `to`, in the order of its symbol table. Empty: only modules.dep says that there are any.
   * Undefined: a file could not be read.
   */
  readonly symbols: readonly string[] | undefined;
}

/** A line says so: `softdep` with `pre:` or `post:`, or `weakdep`. */
export interface StatedEdge {
  readonly kind: "pre" | "post" | "weak";
  readonly from: string;
  /** Where the word leads to no module: the word itself, normalised, a name that no module has. */
  readonly to: string;
  /** As written, a module name or an alias. */
  readonly word: string;
  /** Where it is written. */
  readonly origin: Origin;
}

/** Names are module names; all strings are byte strings. */
export type DependencyEdge = HardEdge | StatedEdge;
