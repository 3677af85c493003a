/**
 * The two rules on soft dependencies in which we differ from kmod, because its own let people down; see
 * docs/compatibility.md. They stand apart so that all the rest can be compared with kmod under kmod's rules.
 */

import type { SoftDependency } from "../config/configuration.ts";

export interface SoftDependencyRules {
  /** Which of the `softdep` lines for a module count. kmod: the first. */
  linesThatCount(lines: readonly SoftDependency[]): readonly SoftDependency[];
  /** Whether so many resolved soft dependencies keep a module's own install command from running. kmod: any do. */
  silenceInstallCommand(count: number): boolean;
}

/** Ours: depmod writes a line for each soft dependency of a module, and who wrote an install command meant it. */
export const softDependencyRules: SoftDependencyRules = {
  linesThatCount: (lines) => lines,
  silenceInstallCommand: () => false,
};
