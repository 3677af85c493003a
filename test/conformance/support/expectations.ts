/**
 * The expect/ folder of a root: what commands print there. A file holds one block a command:
 *
 *     $ modprobe -S 6.1.0-fixture -D acme_gpu
 *     standard output as it is
 *     ! a line of standard error
 *     [exit 1]
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Case, Outcome, Tool } from "./case.ts";

const ROOTS = join(import.meta.dirname, "../../../fixtures/roots");

export interface Expectation {
  /** The line after `$ `: words separated by blanks, the first one a tool. */
  readonly command: string;
  /** The lines below it, as `blockOf` writes them. */
  readonly block: string;
}

/** Scenario and file of each expect/*.txt below fixtures/roots. */
export function expectationFiles(): readonly { readonly scenario: string; readonly path: string }[] {
  return readdirSync(ROOTS).flatMap((scenario) => {
    const folder = join(ROOTS, scenario, "expect");
    const names = existsSync(folder) ? readdirSync(folder) : [];
    return names.map((name) => ({ scenario: `roots/${scenario}`, path: join(folder, name) }));
  });
}

export function readExpectations(path: string): readonly Expectation[] {
  const pieces = readFileSync(path, "latin1").split(/^\$ /m).slice(1);
  return pieces.map((piece) => {
    const end = piece.indexOf("\n");
    return { command: piece.slice(0, end), block: piece.slice(end + 1) };
  });
}

export function writeExpectations(path: string, expectations: readonly Expectation[]): void {
  writeFileSync(path, expectations.map(({ command, block }) => `$ ${command}\n${block}`).join(""), "latin1");
}

export function blockOf({ out, err, status }: Outcome): string {
  return `${out}${err.replaceAll(/^/gm, "! ").replace(/! $/, "")}[exit ${status}]\n`;
}

export function caseOf(command: string, root: string): Case {
  const [tool, ...args] = command.split(" ");
  return { tool: tool as Tool, args, root };
}
