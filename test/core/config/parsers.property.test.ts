import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toByteString } from "../../../src/core/bytes.ts";
import { toConfiguration } from "../../../src/core/config/configuration.ts";
import { parseDirectives } from "../../../src/core/config/directives.ts";
import { parseKernelCommandLine } from "../../../src/core/config/kernel-command-line.ts";
import { parseLogicalLines } from "../../../src/core/config/lexer.ts";
import { parseModulesLoad } from "../../../src/core/config/modules-load.ts";
import { formatConfiguration } from "../../../src/core/config/show.ts";
import { readConfigScenarios } from "../../support/config-scenarios.ts";
import type { Tree } from "../../support/memory-file-system.ts";

const RUNS = { numRuns: Number(process.env["KMOD_TS_PROPERTY_RUNS"] ?? 2000), seed: 20_261_123 };

/** Texts of all fixture files below a path that `select` takes. */
function texts(tree: Tree, select: (path: string) => boolean, at = ""): readonly string[] {
  return Object.entries(tree).flatMap(([name, node]) => {
    const path = `${at}/${name}`;
    if (node instanceof Uint8Array) return select(path) ? [toByteString(node)] : [];
    return typeof node === "string" ? [] : texts(node as Tree, select, path);
  });
}

const scenarios = readConfigScenarios();
const isCommandLine = (path: string): boolean => path === "/proc/cmdline";
const configFiles = scenarios.flatMap(({ tree }) => texts(tree, (path) => !isCommandLine(path)));
const commandLines = scenarios.flatMap(({ tree }) => texts(tree, isCommandLine));

const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
const token = fc.constantFrom(
  "\\\n",
  "\\",
  "\n",
  "\0",
  " ",
  "\t",
  '"',
  ".",
  "=",
  ",",
  "[",
  "]",
  "-",
  "#",
  "pre:",
  "post:",
  "alias ",
);

/** A real text with some pieces cut, put in or repeated. */
function mutated(seeds: readonly string[]): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.nat(),
    cut: fc.nat(6),
    put: fc.oneof(byte, token, fc.constant("")),
    copy: fc.boolean(),
  });
  return fc.tuple(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 8 })).map(([seed, changes]) =>
    changes.reduce((text, { at, cut, put, copy }) => {
      const start = at % (text.length + 1);
      const piece = copy ? text.slice(start, start + 40) : put;
      return text.slice(0, start) + piece + text.slice(start + cut);
    }, seed),
  );
}

describe("configuration parsers on mutated files", () => {
  it("`parseLogicalLines` keeps every byte that is no backslash, newline or NUL, in order", () => {
    const plain = (text: string): string => text.replaceAll(/[\\\n]/g, "");
    fc.assert(
      fc.property(mutated(configFiles), (text) => {
        const withoutNul = text.replaceAll("\0", "");
        const lines = [...parseLogicalLines(withoutNul)];
        expect(lines.map((line) => plain(line.text)).join("")).toBe(plain(withoutNul));
        expect(lines.every(({ text: content }) => !content.includes("\n"))).toBe(true);
        const numbers = lines.map(({ line }) => line);
        expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
        expect(numbers.at(-1) ?? 0).toBeLessThanOrEqual(withoutNul.split("\n").length);
      }),
      RUNS,
    );
  });

  it("`parseDirectives` gives each line that counts one directive or one message", () => {
    fc.assert(
      fc.property(mutated(configFiles), (text) => {
        const { directives, problems } = parseDirectives(text, "a.conf");
        const counted = [...parseLogicalLines(text)].filter((line) => !/^(?:#|[ \t]*$)/.test(line.text));
        expect(directives.length + problems.length).toBe(counted.length);
        const shown = [...formatConfiguration(toConfiguration(directives))];
        expect(shown.length).toBe(directives.length);
      }),
      RUNS,
    );
  });

  it("`parseDirectives` reads back what `formatConfiguration` shows, where no backslash or blank rest is in the way", () => {
    const again = (lines: readonly string[]): readonly string[] => {
      const { directives } = parseDirectives(
        lines.map((line) => `${line.replaceAll("\\", "\\\\")}\n`).join(""),
        "a.conf",
      );
      return [...formatConfiguration(toConfiguration(directives))];
    };
    fc.assert(
      fc.property(mutated(configFiles), (text) => {
        const { directives } = parseDirectives(text, "a.conf");
        const plain = directives.filter(({ keyword }) => keyword !== "softdep" && keyword !== "weakdep");
        const shown = [...formatConfiguration(toConfiguration(plain))];
        expect(again(shown)).toEqual(shown);
      }),
      RUNS,
    );
  });

  it("`parseKernelCommandLine` stores nothing that the line does not hold", () => {
    fc.assert(
      fc.property(mutated(commandLines), (text) => {
        const { directives, problems } = parseKernelCommandLine(text);
        const dashed = text.replaceAll("-", "_").replaceAll("\t", " ");
        for (const { keyword, entry } of directives) {
          expect(["blacklist", "options"]).toContain(keyword);
          const { module } = entry as { readonly module: string };
          expect(dashed).toContain(module.replaceAll("-", "_").replaceAll("\t", " ").replace(/^"/, ""));
        }
        expect(directives.length + problems.length).toBeLessThanOrEqual(4095);
      }),
      RUNS,
    );
  });

  it("`parseModulesLoad` names nothing that no line holds, and forgets no line", () => {
    fc.assert(
      fc.property(mutated(configFiles), (text) => {
        const lines = text.split("\n");
        const loaded = parseModulesLoad(text, "a.conf");
        for (const { module, origin } of loaded) {
          expect(module).toMatch(/^[^#; \t\r\n\0](?:[^\r\n\0]*[^ \t\r\n\0])?$/);
          expect(origin.kind === "file" && lines[origin.line - 1]?.includes(module)).toBe(true);
        }
        const named = new Set(loaded.map(({ origin }) => origin.kind === "file" && origin.line));
        const others = lines.filter((_, at) => !named.has(at + 1));
        expect(others.filter((line) => /^[^#; \t\r\0]/.test(line))).toEqual([]);
      }),
      RUNS,
    );
  });
});
