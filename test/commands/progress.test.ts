import { describe, expect, test } from "vitest";
import { Progress } from "../../src/commands/progress.ts";
import type { Host } from "../../src/core/platform.ts";
import { memoryPlatform } from "../support/memory-platform.ts";

/** A terminal, or none, whose clock goes on by so many milliseconds a look. */
function hostOf(terminal: boolean, pace: number): { readonly host: Host; readonly shown: () => string } {
  const platform = memoryPlatform({}, { terminal });
  let time = 0;
  const monotonicTime = (): number => {
    time += pace;
    return time;
  };
  return { host: { ...platform.host, monotonicTime }, shown: () => platform.written.err };
}

function work(progress: Progress, steps: number): void {
  for (let done = 1; done <= steps; done++) progress.advance(done, steps);
}

describe("Progress", () => {
  test("is shown on a terminal from the second second on, at most ten times a second, and erased", () => {
    const { host, shown } = hostOf(true, 60);
    const progress = new Progress(host, "files:");
    work(progress, 16 * 22);
    expect(shown()).toBe([272, 304, 336].map((done) => `\r\x1b[Kfiles: ${done} of 352`).join(""));
    progress.erase();
    progress.erase();
    expect(shown().endsWith("352\r\x1b[K")).toBe(true);
  });

  test("says nothing about what is done soon, nor where nobody looks", () => {
    for (const [terminal, pace] of [
      [true, 1],
      [false, 1000],
    ] as const) {
      const { host, shown } = hostOf(terminal, pace);
      const progress = new Progress(host, "files:");
      work(progress, 320);
      progress.erase();
      expect(shown()).toBe("");
    }
  });
});
