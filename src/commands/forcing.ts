/** The options that make the kernel overlook what a module was built for, as insmod and modprobe have them. */

import type { Forcing } from "../core/elf/forced-image.ts";
import type { OptionSpec, Request } from "./command.ts";
import { hasOption } from "./options.ts";

export const forcingOptions: readonly OptionSpec[] = [
  { long: "force", short: "f", text: "both of the next two" },
  { long: "force-modversion", text: "ignore symbol versions" },
  { long: "force-vermagic", text: "ignore the version magic" },
];

/** What the options of a request come to. */
export function forcingOf(request: Request): Forcing {
  const both = hasOption(request, "force");
  return {
    ignoreModversions: both || hasOption(request, "force-modversion"),
    ignoreVermagic: both || hasOption(request, "force-vermagic"),
  };
}
