/** What to say where the native addon is needed and is not there: how to get it, from where the user is. */

import { existsSync } from "node:fs";
import { packedExecutable } from "../commands/static-program.ts";
import { encodeUtf8 } from "../core/bytes.ts";
import { addonFailure, addonFolder } from "./addon.ts";
import { os } from "./builtin.ts";
import { packagePath } from "./package-root.ts";

/** A byte string: the rest of a message that begins with what needs it. */
export function needsAddon(): string {
  return encodeUtf8(`needs the native addon${stateOfAddon()}: ${remedies().join("; ")}`);
}

/** A clone has the sources. */
function isClone(): boolean {
  return existsSync(packagePath("src/node/addon.ts"));
}

function stateOfAddon(): string {
  const failure = addonFailure();
  if (failure !== undefined) return `, which cannot be loaded (${failure})`;
  return isClone() ? ", which is not built" : `, which this package does not have for ${addonFolder()}`;
}

function remedies(): readonly string[] {
  const build = `\`npm run build:native\` in '${packagePath("")}' makes it with a C compiler`;
  const executable = packedExecutable(encodeUtf8(os().machine()));
  if (executable === undefined || !existsSync(packagePath(executable))) return [build];
  return [build, `the static edition, '${packagePath(executable)}', needs none`];
}
