/**
 * Why something was refused: shown below the tool's own line where a person looks, kept as data for --json. Where neither is
 * wanted nothing is read or opened for it.
 */

import { type Configuration, toConfiguration } from "../core/config/configuration.ts";
import { explainIgnored, explainInsertion, type InsertionAttempt } from "../core/diagnosis/explain-insertion.ts";
import { explainRemoval, type RefusedRemoval } from "../core/diagnosis/explain-removal.ts";
import type { Finding } from "../core/diagnosis/finding.ts";
import { ifReadable, openScene, type Scene } from "../core/diagnosis/scene.ts";
import { supportFindings } from "../core/diagnosis/support.ts";
import type { Errno } from "../core/errno.ts";
import { KmodError } from "../core/errors.ts";
import { moduleDirectory } from "../core/module/directory.ts";
import type { Obstacle } from "../core/module/obstacle.ts";
import type { Context, Level, Request } from "./command.ts";
import { hasOption } from "./options.ts";
import { decompressionFailure } from "./reading-failure.ts";

/** One failure as a tool reported it. */
export interface Failure {
  readonly operation: "insert" | "remove";
  /** The module that the message names. */
  readonly module: string;
  /** Undefined where the kernel was not asked. */
  readonly errno: Errno | undefined;
  /** Without the program and the level. */
  readonly message: string;
  /** ERROR if not given. */
  readonly level?: Level;
}

/** What went wrong, with what was found out about it. */
export interface ExplainedFailure extends Failure {
  readonly findings: readonly Finding[];
}

/** What a module that was inserted did not take. */
export interface Note {
  readonly module: string;
  readonly findings: readonly Finding[];
}

/** An attempt to insert, while it may be asked what the kernel logged. */
export type WatchedAttempt = Omit<InsertionAttempt, "records"> & { readonly records: NewRecords };

/** Records that the kernel has logged since it was asked last. */
export type NewRecords = () => readonly string[];

/** Where explanations are drawn from. */
export interface Source {
  readonly directory: string;
  readonly configuration: Configuration;
}

/** The failures of one run, each explained at once. */
export class Refusals {
  readonly failures: ExplainedFailure[] = [];
  readonly notes: Note[] = [];
  readonly #context: Context;
  readonly #source: () => Source;
  readonly #onScreen: boolean;
  readonly #wanted: boolean;
  #scene: Scene | undefined;

  /** By default explanations are drawn from the modules of the running kernel, without a configuration. */
  constructor(context: Context, request: Request, source?: Source) {
    this.#context = context;
    this.#source = () => source ?? runningSource(context);
    this.#onScreen = hasOption(request, "verbose") || context.platform.host.isTerminal("err");
    this.#wanted = this.#onScreen || hasOption(request, "json");
  }

  /** Runs `use`, which can ask what the kernel has logged since; always nothing where nobody wants to know. */
  watching<Result>(use: (newRecords: NewRecords) => Result): Result {
    return this.#wanted ? this.#context.platform.kernel.watchLog(use) : use(() => []);
  }

  /** Explains an insertion that failed, after it was reported. `also` goes before everything else. */
  insertion(
    failure: Omit<Failure, "operation">,
    attempt: WatchedAttempt,
    error: KmodError,
    also: readonly Finding[] = [],
  ): void {
    this.#tell({ operation: "insert", ...failure }, error, (scene) => [
      ...also,
      ...explainInsertion(scene, { ...attempt, records: attempt.records() }, error),
    ]);
  }

  /** Explains a removal that the kernel or a check before it refused, after it was reported. */
  removal(failure: Omit<Failure, "operation">, removal: RefusedRemoval, reason: KmodError | Obstacle): void {
    const error = reason instanceof KmodError ? reason : undefined;
    this.#tell({ operation: "remove", ...failure }, error, (scene) => explainRemoval(scene, removal, reason));
  }

  /** Tells facts that are known already, after the failure was reported. */
  known(failure: Failure, findings: readonly Finding[]): void {
    this.#tell(failure, undefined, () => findings);
  }

  /** Remarks what the kernel ignored of a module that it inserted. */
  inserted(attempt: WatchedAttempt): void {
    if (!this.#wanted || attempt.options.trim() === "") return;
    const findings = explainIgnored(this.#openScene(), { ...attempt, records: attempt.records() });
    if (findings.length === 0) return;
    this.notes.push({ module: attempt.module, findings });
    if (this.#onScreen) for (const { text } of findings) this.#context.report.remark(text);
  }

  #tell(failure: Failure, error: KmodError | undefined, explain: (scene: Scene) => readonly Finding[]): void {
    const { report } = this.#context;
    const findings = this.#wanted ? explain(this.#openScene()) : [];
    if (this.#wanted) this.failures.push({ ...failure, findings });
    if (!report.shows(failure.level ?? "ERROR")) return;
    const shown = this.#onScreen ? findings : neverHidden(error);
    for (const { text } of shown) report.detail(text);
  }

  #openScene(): Scene {
    const { directory, configuration } = this.#source();
    this.#scene ??= openScene(this.#context.platform, directory, configuration);
    return this.#scene;
  }
}

function runningSource({ platform }: Context): Source {
  const directory = ifReadable(() => moduleDirectory(platform, {})) ?? "/lib/modules";
  return { directory, configuration: toConfiguration([]) };
}

/** What is missing on our own side, unless the tool's own lines have said it. */
function neverHidden(error: KmodError | undefined): readonly Finding[] {
  return error === undefined || decompressionFailure(error) !== undefined ? [] : supportFindings(error);
}
