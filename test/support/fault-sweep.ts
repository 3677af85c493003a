/**
 * The fault sweep: a scenario is run once to learn which platform calls it makes, then once for each call and errno
 * with that call failing. It makes error paths that nobody wrote visible.
 */

import type { Errno } from "../../src/core/errno.ts";
import { errnoText } from "../../src/core/errno.ts";
import type { FileSystem, Platform } from "../../src/core/platform.ts";
import { faulty } from "./faulty.ts";
import { textOf } from "./memory-file-system.ts";
import type { MemoryPlatform } from "./memory-platform.ts";
import { type PlatformCall, recording } from "./recording.ts";

/** What a disk, a permission, an absence and a full device say. */
export const SWEPT_ERRNOS: readonly Errno[] = ["EIO", "EACCES", "ENOENT", "ENOSPC"];

/** One failed call. */
export interface Fault extends PlatformCall {
  readonly position: number;
  readonly errno: Errno;
}

export interface Scenario {
  /** A platform as fresh as the first one. */
  readonly platform: () => MemoryPlatform;
  /** The whole program; its exit status. */
  readonly run: (platform: Platform) => number;
  /** Calls whose failure the tool survives with status 0, e.g. an optional file that is absent. */
  readonly survives?: (fault: Fault) => boolean;
  /** Calls without which the output is another one, and still to be written. */
  readonly changesOutput?: (fault: Fault) => boolean;
  /** Calls whose failure has a message of its own that names something else than the path or the errno. */
  readonly explains?: (fault: Fault) => string | undefined;
}

/** What happened after one fault. */
export interface FaultOutcome {
  readonly fault: Fault;
  readonly status: number;
  readonly err: string;
}

/** Every file below `directory` with its bytes: `path` to content; links, devices and what the kernel says are left out. */
function contents(files: FileSystem, directory = "", found = new Map<string, string>()): ReadonlyMap<string, string> {
  for (const { name, type } of files.list(directory === "" ? "/" : directory)) {
    const path = `${directory}/${name}`;
    if (path === "/sys") continue;
    if (type === "directory") contents(files, path, found);
    else if (type === "file") found.set(path, textOf(files, path));
  }
  return found;
}

/** Files that neither stood there before nor stand there, with the same bytes, when all goes well. */
function leftovers(
  after: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, string>,
  complete: ReadonlyMap<string, string>,
): readonly string[] {
  return [...after].flatMap(([path, text]) => (before.get(path) === text || complete.get(path) === text ? [] : [path]));
}

/** Files that were there before and after a good run, and are gone. */
function losses(
  after: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, string>,
  complete: ReadonlyMap<string, string>,
): readonly string[] {
  return [...before.keys()].filter((path) => complete.has(path) && !after.has(path));
}

function complaint(outcome: FaultOutcome, scenario: Scenario): string | undefined {
  const { fault, status, err } = outcome;
  if (/^\s+at .*:\d+/m.test(err)) return "shows a stack trace";
  if (status === 0) return scenario.survives?.(fault) ? undefined : "ends with status 0";
  if (status === 70) return "takes it for a bug (status 70)";
  const onError = fault.method === "host.write" && fault.subject === "err";
  if (onError) return undefined;
  const expected = [scenario.explains?.(fault), fault.subject, errnoText(fault.errno)];
  const named = expected.some((text) => text !== undefined && text !== "" && err.includes(text));
  return named ? undefined : "gives no message that names the path or the reason";
}

/** A thrown error is what the sweep looks for: the whole program must turn each failure into a status. */
function runWith(scenario: Scenario, platform: Platform, describe: () => string): number {
  try {
    return scenario.run(platform);
  } catch (error) {
    throw new Error(`${describe()}: the program throws`, { cause: error });
  }
}

/**
 * Runs the sweep and returns every outcome. Throws an `Error` that names the call, at the first fault after which the
 * program throws, succeeds without leave, says nothing useful, or leaves a half-written or lost file behind.
 */
export function faultSweep(scenario: Scenario): readonly FaultOutcome[] {
  const good = scenario.platform();
  const before = contents(good.files);
  const recorder = recording(good);
  scenario.run(recorder);
  const complete = contents(good.files);
  const outcomes: FaultOutcome[] = [];
  for (const errno of SWEPT_ERRNOS) {
    for (const [position, call] of recorder.calls.entries()) {
      const fault = { ...call, position, errno };
      const describe = (): string => `${errno} from call ${position}, ${call.method} ${call.subject}`;
      const fresh = scenario.platform();
      const rule = (_: PlatformCall, at: number): Errno | undefined => (at === position ? errno : undefined);
      const status = runWith(scenario, faulty(fresh, rule), describe);
      const outcome = { fault, status, err: fresh.written.err };
      const after = contents(fresh.files);
      const wrong = complaint(outcome, scenario);
      if (wrong !== undefined) throw new Error(`${describe()}: ${wrong}; status ${status}, printed: ${outcome.err}`);
      const other = scenario.changesOutput?.(fault) === true ? [] : leftovers(after, before, complete);
      const spoilt = [...other, ...losses(after, before, complete)];
      if (spoilt.length > 0) throw new Error(`${describe()}: leaves ${spoilt.join(", ")} behind or half written`);
      outcomes.push(outcome);
    }
  }
  return outcomes;
}
