/** How much the small tools say: they show errors only, and a level more for each -v. */

import type { Context, OptionSpec, Request } from "./command.ts";
import { hasOption } from "./options.ts";

const ERROR_SEVERITY = 3;

/** -s and -v, as lsmod, insmod and rmmod have them. */
export const verbosityOptions: readonly OptionSpec[] = [
  { long: "syslog", short: "s", text: "send messages to the system log" },
  { long: "verbose", short: "v", text: "show more messages" },
];

/** Makes the reporter do what -s and -v say. */
export function applyVerbosity(request: Request, { report }: Context): void {
  report.setThreshold(ERROR_SEVERITY + request.options.filter(({ long }) => long === "verbose").length);
  if (hasOption(request, "syslog")) report.useSyslog();
}
