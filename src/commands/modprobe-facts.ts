/** What modprobe finds out, by mode, before anything is shown. */

import type { SymbolVersion } from "../core/elf/versions.ts";
import type { ModuleDatabase } from "../core/module/database.ts";
import type { PlannedStep } from "../core/module/insertion.ts";
import type { RemovalStep } from "../core/module/removal.ts";
import type { Refusals } from "./refusal.ts";

/** One step of a plan, whether plain output shows it (-n, -D, -v), and what came of it. */
export interface ShownStep {
  readonly step: PlannedStep | Exclude<RemovalStep, { readonly action: "refuse" }>;
  readonly shown: boolean;
  /** Set once it was carried out, which is after it was handed over. */
  done?: boolean;
}

/** A requested name and the names of the modules it stands for. */
export interface ResolvedName {
  readonly request: string;
  readonly modules: readonly string[];
}

/** A module of the index and its path as the index has it. */
export interface ListedModule {
  readonly name: string;
  readonly path: string;
}

export type ModprobeFacts =
  | { readonly kind: "configuration"; readonly database: ModuleDatabase }
  | { readonly kind: "paths"; readonly modules: readonly ListedModule[] }
  | { readonly kind: "symbols"; readonly symbols: readonly SymbolVersion[] }
  | { readonly kind: "resolved"; readonly names: Iterable<ResolvedName> }
  /** A failure before there was anything to show, which is not the same as a plan without steps. */
  | { readonly kind: "nothing" }
  /** Asking for the next step carries out the last one. */
  | {
      readonly kind: "steps";
      readonly steps: Iterable<ShownStep>;
      /** Complete when all steps have been asked for. */
      readonly refusals: Pick<Refusals, "failures" | "notes">;
    };
