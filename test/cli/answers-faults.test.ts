import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { readTree } from "../support/disk-tree.ts";
import { type Fault, faultSweep } from "../support/fault-sweep.ts";
import { type MemoryPlatform, memoryPlatform } from "../support/memory-platform.ts";

const TREE = readTree(join(import.meta.dirname, "../../fixtures/roots/crossroads/root"), "by name");
const ROOTED = { "/disk": TREE };

/** Expected absence: what is not there says nothing. */
const isAbsence = ({ errno }: Fault): boolean => errno === "ENOENT";

/** What is wrong with depmod.d is depmod's affair, and told as depmod tells it. */
const isConfiguration = ({ subject }: Fault): boolean => /\/depmod\.d(?:$|\/)/.test(subject);

/** Whether another system can say what is loaded is only asked. */
const isQuestion = ({ method, subject }: Fault): boolean =>
  (method === "files.status" && subject.endsWith("/sys/module")) || method === "kernel.release";

/** A link that cannot be asked is taken for none: whatever opens the path hears more. */
const isLink = ({ method }: Fault): boolean => method === "files.readLink";

/** What is not there, or configured nowhere, is said of the name that was asked for. */
const explains = (fault: Fault): string | undefined => {
  if (isAbsence(fault) && fault.subject.startsWith("/sys/"))
    return "there is no device '/sys/bus/pci/devices/0000:00:02.0'";
  return isAbsence(fault) || isConfiguration(fault) || isLink(fault) ? "not found" : undefined;
};

/** Statuses that answer are no failures. */
const withoutAnswer = (status: number): number => (status === 3 || status === 4 ? 0 : status);

function sweep(words: readonly string[], tree: typeof TREE | typeof ROOTED): number {
  const outcomes = faultSweep({
    platform: (): MemoryPlatform => memoryPlatform(tree, { release: "6.1.0-fixture" }),
    run: (faulty) => withoutAnswer(run(["kmod-ts", ...words], faulty)),
    survives: (fault) => isAbsence(fault) || isConfiguration(fault) || isQuestion(fault) || isLink(fault),
    explains,
  });
  return outcomes.length;
}

describe("commands of ours", () => {
  test.each([
    [["which", "acme_core"]],
    [["which", "--all", "acme_core", "acme-speaker", "acme_rtc"]],
    [["which", "--json", "acme_control"]],
    [["explain", "acme_touch"]],
    [["explain", "--json", "/sys/bus/pci/devices/0000:00:02.0", "acme_rtc"]],
    [["status", "acme_core"]],
    [["status", "-v", "acme_core", "acme_disk", "acme-speaker"]],
  ])("no failure of the platform goes unnoticed (%j)", (words) => {
    expect(sweep(words, TREE)).toBeGreaterThan(4);
  });

  test("nor one below another root", () => {
    expect(sweep(["which", "--root", "/disk", "--all", "acme_core"], ROOTED)).toBeGreaterThan(4);
  });
});
