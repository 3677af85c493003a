/** depmod that is killed at any moment: from some call on, nothing reaches the platform any more. */

import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import type { Platform } from "../../src/core/platform.ts";
import { faulty } from "../support/faulty.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatform, memoryPlatform } from "../support/memory-platform.ts";
import { buildModule } from "../support/module-builder.ts";
import { recording } from "../support/recording.ts";

const D = "/lib/modules/6.1";

const BEFORE: Tree = {
  [`${D}/kernel`]: {
    "owner.ko": buildModule({ exports: ["owned"], aliases: ["al-owner"] }),
    "user.ko": buildModule({ needs: ["owned"], aliases: ["al-user"] }),
    "soft.ko": buildModule({}),
  },
};

/** What is asked afterwards: modules and aliases of the old set, and of the new one alone. */
const QUESTIONS = ["owner", "user", "al-owner", "al-user", "added", "al-added", "symbol:owned", "symbol:fresh"];

/** A tree that has been indexed, and has got another module since. */
function changedTree(): MemoryPlatform {
  const platform = memoryPlatform(BEFORE, { release: "6.1" });
  expect(run(["depmod"], platform)).toBe(0);
  const added = buildModule({
    exports: ["fresh"],
    needs: ["owned"],
    aliases: ["al-added"],
    softdeps: ["pre: soft"],
  });
  platform.files.create(`${D}/kernel/added.ko`, added, 0o644);
  return platform;
}

/** What modprobe makes of each question. */
function answers(platform: MemoryPlatform): readonly string[] {
  return QUESTIONS.map((name) => {
    const asked = memoryPlatform({}, { release: "6.1" });
    const status = run(["modprobe", "-D", name], { ...asked, files: platform.files });
    return `${name}: ${status} ${asked.written.out}`;
  });
}

const stopped = (platform: Platform, position: number): Platform =>
  faulty(platform, (_, at) => (at >= position ? "EIO" : undefined));

describe("depmod that is killed", () => {
  const old = answers(changedTree());
  const complete = changedTree();
  const recorder = recording(complete);
  run(["depmod"], recorder);
  const whole = answers(complete);

  test("leaves indexes that resolve every name as the old or the new set does, at every moment", () => {
    expect(whole).not.toEqual(old);
    expect(recorder.calls.length).toBeGreaterThan(50);
    for (const position of recorder.calls.keys()) {
      const platform = changedTree();
      run(["depmod"], stopped(platform, position));
      for (const [at, answer] of answers(platform).entries()) {
        expect([old[at], whole[at]], `after call ${position}`).toContain(answer);
      }
    }
  });

  test("is no hindrance to the next one, which makes the whole set", () => {
    for (const position of recorder.calls.keys()) {
      const platform = changedTree();
      run(["depmod"], stopped(platform, position));
      expect(run(["depmod"], platform)).toBe(0);
      expect(answers(platform)).toEqual(whole);
    }
  });
});
