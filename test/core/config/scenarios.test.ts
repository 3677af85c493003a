import { expect, it } from "vitest";
import { readConfiguration } from "../../../src/core/config/read.ts";
import { formatConfiguration } from "../../../src/core/config/show.ts";
import { readConfigScenarios } from "../../support/config-scenarios.ts";
import { memoryFileSystem } from "../../support/memory-file-system.ts";

/** The values of `-C PATH` and `--config=PATH`. */
function paths(args: readonly string[]): readonly string[] | undefined {
  const values = args.filter((argument) => argument !== "-C").map((argument) => argument.replace(/^--config=/, ""));
  return args.length === 0 ? undefined : values;
}

it.each(readConfigScenarios().map((scenario) => [scenario.name, scenario] as const))(
  "`modprobe -c` over the root %s shows what kmod shows",
  (_name, { tree, args, expected }) => {
    let written = "";
    const where = { paths: paths(args), moduleDirectory: "/lib/modules/1.0", workingDirectory: "/" };
    const configuration = readConfiguration(memoryFileSystem(tree), where, ({ origin, text }) => {
      written += `libkmod: ERROR: ${origin}: ${text}\n`;
    });
    for (const line of formatConfiguration(configuration)) written += `${line}\n`;
    expect(written).toBe(expected);
  },
);
