/** What depmod --json prints: the run as data, collected on the way. */

import { decodeUtf8 } from "../core/bytes.ts";
import type { Host } from "../core/platform.ts";
import type { JsonValue, Level } from "./command.ts";
import type { DepmodPlaces } from "./depmod-options.ts";

export type PhaseName = "search" | "read" | "resolve" | "write" | "remember";

/** One run. */
export class DepmodRecord {
  /** -A found nothing to do. */
  upToDate = false;
  /** Modules that the indexes are about, and how many of them were read. */
  modules = 0;
  modulesRead = 0;
  /** Base names of the index files that were written. */
  written: readonly string[] = [];
  readonly #host: Host;
  readonly #phases: { readonly name: PhaseName; readonly start: number }[] = [];
  readonly #messages: { readonly level: Level; readonly text: string }[] = [];

  constructor(host: Host) {
    this.#host = host;
  }

  /** Begins a phase, which ends the one before. */
  begin(name: PhaseName): void {
    this.#phases.push({ name, start: this.#host.monotonicTime() });
  }

  told(level: Level, text: string): void {
    this.#messages.push({ level, text });
  }

  /** How many messages there have been. */
  get messages(): number {
    return this.#messages.length;
  }

  toJson({ version, input, output }: DepmodPlaces): JsonValue {
    const end = this.#host.monotonicTime();
    return {
      schemaVersion: 1,
      kernelRelease: decodeUtf8(version),
      moduleDirectory: decodeUtf8(input),
      directory: decodeUtf8(output),
      upToDate: this.upToDate,
      modules: this.modules,
      modulesRead: this.modulesRead,
      written: this.written,
      phases: this.#phases.map(({ name, start }, at) => ({
        name,
        milliseconds: rounded((this.#phases[at + 1]?.start ?? end) - start),
      })),
      messages: this.#messages.map(({ level, text }) => ({ level, text: decodeUtf8(text) })),
    };
  }
}

/** To microseconds. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
