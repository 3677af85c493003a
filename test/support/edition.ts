/**
 * Which edition the suites cli, conformance and kernel ask: `KMOD_TS_EDITION=static` puts the static executable in place of
 * the Node edition.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { staticPath } from "../../scripts/build-static.mjs";
import { staticProblem } from "../static/support/executable.ts";

export type Edition = "node" | "static";

const ROOT = join(import.meta.dirname, "../..");

function chosenEdition(name = "node"): Edition {
  if (name !== "node" && name !== "static") throw new Error(`KMOD_TS_EDITION is node or static, not '${name}'`);
  return name;
}

/** The edition that is asked. */
export const edition: Edition = chosenEdition(process.env["KMOD_TS_EDITION"]);

/** Why the edition's programs cannot be started, or undefined where they can. The static one is built before any test. */
export function programProblem(): string | undefined {
  if (edition === "static") return staticProblem();
  return existsSync(join(ROOT, "dist/tools.cjs")) ? undefined : "nothing is built: npm run build";
}

/** What starts a tool as a user does, in the form that `spawn` takes. */
export interface Program {
  readonly file: string;
  readonly options: { readonly argv0?: string };
}

/** The program of a tool, or the umbrella command. */
export function programOf(name: string): Program {
  if (edition === "static") return { file: staticPath() as string, options: { argv0: name } };
  return { file: join(ROOT, `bin/${name}.js`), options: {} };
}
