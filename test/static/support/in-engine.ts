/** Vite's plugin that has test files run in the static edition's engine: see engine-suite.ts. */

import { join, relative } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");
const DECLARING = join(import.meta.dirname, "engine-suite.ts");

interface LoadingPlugin {
  readonly name: string;
  readonly enforce: "pre";
  load(path: string): string | undefined;
}

/** Puts in place of each test file below `folder` (from the repository's root) what declares its tests. */
export function inEngine(folder: string): LoadingPlugin {
  const isOurs = (path: string): boolean => path.startsWith(`${join(ROOT, folder)}/`) && path.endsWith(".test.ts");
  return {
    name: "in-engine",
    enforce: "pre",
    load(path) {
      if (!isOurs(path)) return undefined;
      const name = JSON.stringify(relative(ROOT, path));
      return `import { declareFile } from ${JSON.stringify(DECLARING)};\ndeclareFile(${name});\n`;
    },
  };
}
