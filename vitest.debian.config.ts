import { defineConfig } from "vitest/config";

/** The whole Debian of test/debian, which scripts/whole-debian.mjs runs; see docs/testing.md. */
export default defineConfig({
  test: {
    name: "debian",
    include: ["test/debian/**/*.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 3_600_000,
    maxWorkers: 1,
  },
});
