/** What keeps a module from being loaded, for people and as JSON. */

import { decodeUtf8 } from "../core/bytes.ts";
import type { Origin } from "../core/config/configuration.ts";
import type { Hindrance } from "../core/module/hindrances.ts";
import type { JsonValue } from "./command.ts";
import { originJson } from "./origin-json.ts";
import { originText } from "./origin-text.ts";

/** A hindrance of the module `of`, with the place that says so; of one that it needs with that one's name. */
export function hindranceText(hindrance: Hindrance, of: string): string {
  const whose = hindrance.module === of ? "" : `${hindrance.module}, which it needs: `;
  return `${whose}${ownText(hindrance)}`;
}

function ownText(hindrance: Hindrance): string {
  switch (hindrance.kind) {
    case "blacklist":
      return `blacklist (${originText(hindrance.origin)})`;
    case "command":
      return `install command '${hindrance.command.trim()}' in its place (${originText(hindrance.origin)})${ignoredText(hindrance.ignoredFor)}`;
    case "kernel-mask":
      return "module_blacklist= (kernel command line), the kernel refuses it";
    case "no-file":
      return `modules.dep names ${hindrance.path}, which is not there`;
    case "not-indexed":
      return `not indexed: modules.dep does not have ${hindrance.path}, run depmod`;
    case "alias-of-alias":
      return `${hindrance.module} is an alias itself (${originText(hindrance.origin)}), and an alias of an alias is not followed`;
    default:
      return "the kernel takes no modules until the next boot (kernel.modules_disabled is 1)";
  }
}

/** What kmod makes of an install command, where that is another thing than we do. */
function ignoredText(softDependency: Origin | undefined): string {
  if (softDependency === undefined) return "";
  return `, but kmod's modprobe ignores it because of the softdep at ${originText(softDependency)}`;
}

/** The `hindrance` of docs/json-output.md. */
export function hindranceJson(hindrance: Hindrance): JsonValue {
  return {
    kind: hindrance.kind,
    module: decodeUtf8(hindrance.module),
    command: hindrance.kind === "command" ? decodeUtf8(hindrance.command) : null,
    path: "path" in hindrance ? decodeUtf8(hindrance.path) : null,
    origin: "origin" in hindrance ? originJson(hindrance.origin) : null,
    ignoredByKmod: hindrance.kind === "command" && hindrance.ignoredFor !== undefined,
  };
}
