/** Which system a command is asked about: this one, or the one below --root; and which kernel of it. */

import { inAnotherRoot } from "../core/another-root.ts";
import { SystemError, UsageError } from "../core/errors.ts";
import { absolutePath } from "../core/module/directory.ts";
import type { Platform } from "../core/platform.ts";
import type { Context, OptionSpec, Request } from "./command.ts";
import { lastValue } from "./options.ts";

/** For commands of ours. The names are those that `openDatabase` asks for. */
export const systemOptions: readonly OptionSpec[] = [
  { long: "root", argument: "DIR", text: "ask about the system below DIR, not this one" },
  { long: "set-version", short: "S", argument: "VERSION", text: "use this kernel release" },
];

/** The context with the system that the request asks about. Throws as `platformOf`. */
export function systemOf(request: Request, { platform, report }: Context): Context {
  return { platform: platformOf(request, platform), report };
}

/** The system that the request asks about. Throws UsageError for an empty --root, SystemError where there is no such directory. */
export function platformOf(request: Request, platform: Platform): Platform {
  const root = lastValue(request, "root");
  if (root === undefined) return platform;
  if (root === "") throw new UsageError("--root needs a directory");
  const path = absolutePath(platform, root);
  if (platform.files.status(path).type !== "directory") throw new SystemError("open", path, "ENOTDIR");
  return inAnotherRoot(platform, path);
}
