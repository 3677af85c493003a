import fc from "fast-check";
import { expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { subCommands } from "../../src/commands/all.ts";
import { tools } from "../../src/commands/tools.ts";
import { memoryPlatform } from "../support/memory-platform.ts";

const names = ["kmod-ts", "kmod", "help", "list", ...[...tools, ...subCommands].map(({ name }) => name)];
const options = [...tools, ...subCommands].flatMap(({ options }) =>
  options.flatMap(({ long, short }) => [`--${long}`, `--${long}=`, ...(short === undefined ? [] : [`-${short}`])]),
);

/** No NUL: no argument has one. */
const anything = fc.string({
  unit: fc.integer({ min: 1, max: 255 }).map((byte) => String.fromCharCode(byte)),
  maxLength: 8,
});
const words = fc.array(
  fc.oneof(fc.constantFrom(...names), fc.constantFrom(...options, "--", "-", "m", "m="), anything),
  {
    maxLength: 6,
  },
);

const RUNS = Number(process.env["KMOD_TS_PROPERTY_RUNS"] ?? 3000);

test("`kmod-ts complete` prints harmless words or none for any command line and any names in the tree", () => {
  fc.assert(
    fc.property(words, fc.array(anything, { maxLength: 4 }), (typed, modules) => {
      const dep = modules.map((name) => `kernel/${name}.ko:\n`).join("");
      const platform = memoryPlatform(
        {
          "/lib/modules/1.0/modules.dep": dep,
          "/proc/modules": modules.map((name) => `${name} 1 0 - Live 0x0\n`).join(""),
        },
        { release: "1.0" },
      );
      expect(run(["kmod-ts", "complete", ...typed], platform)).toBe(0);
      expect(platform.written.err).toBe("");
      const [first, ...lines] = platform.written.out.split("\n");
      expect(first).toMatch(/^(-|files|directories|module files)\t/);
      expect(lines.pop()).toBe("");
      for (const line of lines) expect(line).toMatch(/^[\w.+,:@=/-]+\t[ -~]*$/);
    }),
    { numRuns: RUNS },
  );
});
