/** A slow machine is no failure: nothing is given less than a minute. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import config from "../../vitest.config.ts";

const LEAST = 60_000;
const TESTS = join(import.meta.dirname, "..");

interface Limits {
  readonly name?: string;
  readonly testTimeout?: number;
  readonly hookTimeout?: number;
}

test("every project's tests and hooks have a minute at least", () => {
  const projects = config.test?.projects?.map((project) => (project as { readonly test: Limits }).test) ?? [];
  expect(projects.length).toBeGreaterThan(5);
  const short = projects.filter(({ testTimeout = 0, hookTimeout = 0 }) => Math.min(testTimeout, hookTimeout) < LEAST);
  expect(short.map(({ name }) => name)).toEqual([]);
});

test("no test or program that it starts has less", () => {
  const files = readdirSync(TESTS, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const limits = files.flatMap((name) => {
    const found = readFileSync(join(TESTS, name), "utf8").matchAll(
      /\b(?:timeout|testTimeout|hookTimeout): ?(\d[\d_]*)/g,
    );
    return [...found].map(([, number = ""]) => ({ name, milliseconds: Number(number.replaceAll("_", "")) }));
  });
  expect(limits.length).toBeGreaterThan(3);
  expect(limits.filter(({ milliseconds }) => milliseconds < LEAST)).toEqual([]);
});
