import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isIdleCommand } from "../../../src/core/module/idle-command.ts";
import { PROPERTY_PARAMETERS, PROPERTY_RUNS } from "../../support/mutations.ts";

const IDLE = ["/bin/true", "false", "true ", ":", "exit", "'/bin/true'", '"false"'];
const GLUE = [" ", " ", ";", "; ", "&&", " || ", "|", "&", "{ ", "; }", "(", ")", "exec ", ">/dev/null", "# "];
const WORDS = [
  "load",
  " load ",
  "$@",
  "$x",
  "\x24{x}",
  "\x24{x:=$(load)}",
  "$(load)",
  "`load`",
  "'",
  '"',
  "\\",
  "a=b ",
  "<",
];

const command = fc
  .array(fc.oneof(...[IDLE, GLUE, WORDS].map((each) => fc.constantFrom(...each))), { minLength: 1, maxLength: 7 })
  .map((pieces) => pieces.join(""));

/** What the shell runs of each command, `load` standing for what must not be run. */
function loadedBy(commands: readonly string[]): string {
  const each = 'load() { echo "$0" >&9; }\n';
  const script = `for each; do sh -c '${each}'"$each" "$each" 2>/dev/null >&2 </dev/null; done`;
  const arguments_ = ["-c", `${script} 9>&1`, "sh", ...commands];
  const { stdout, status, error } = spawnSync("sh", arguments_, { encoding: "latin1" });
  if (error !== undefined) throw error;
  return `${stdout}[exit ${status}]`;
}

test("the shell runs nothing else for a command that is taken for idle", () => {
  const { seed } = PROPERTY_PARAMETERS;
  const commands = [...new Set(fc.sample(command, { numRuns: 10 * PROPERTY_RUNS, seed }))];
  const idle = commands.filter(isIdleCommand).slice(0, 1000);
  expect(idle.length).toBeGreaterThan(100);
  expect(loadedBy(["load", "true; load"])).toBe("load\ntrue; load\n[exit 0]");
  expect(loadedBy(idle)).toMatch(/^\[exit \d+\]$/);
});

test("nobody writes pages to do nothing", () => {
  expect(isIdleCommand(`/bin/false ${"a".repeat(900)}`)).toBe(true);
  expect(isIdleCommand(`/bin/false "${"a".repeat(10_000_000)}"`)).toBe(false);
});
