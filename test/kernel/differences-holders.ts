/** How kmod 30 removes a module together with those that use it. */

import type { KernelCase } from "./support/case.ts";
import { type KernelDifference, words } from "./support/difference.ts";

/** The lab's own modules that others of them use, and what they need themselves. */
const FAMILY: Readonly<Record<string, { readonly users: readonly string[]; readonly needs: readonly string[] }>> = {
  tbase: { users: ["tdep", "tdep2"], needs: [] },
  tdep2: { users: ["ttop"], needs: ["tbase"] },
};

/** The same by hand: the users, the newest first, the module, and what it alone needed. */
function byHand(run: string, { loaded = "" }: KernelCase): string {
  const [, before, name = ""] = /^(.*modprobe .*)--remove-(?:holders|dependencies) (\w+)$/.exec(run) ?? [];
  const family = FAMILY[name];
  const users = loaded.split(" ").filter((other) => family?.users.includes(other));
  if (before === undefined || family === undefined || users.length === 0) return run;
  return [...users.toReversed(), name, ...family.needs].map((module) => `${before}${module}`).join(" && ");
}

export const holderDifferences: readonly KernelDifference[] = [
  {
    name: "holders-imply-removal",
    reason: "--remove-holders without -r removes since kmod 31",
    ask: words((run) => (/ -r\b/.test(run) ? run : run.replace("--remove-holders", "-r --remove-holders"))),
  },
  {
    name: "holders-took-it-along",
    reason:
      "the last user takes an unused module along, and kmod 30 then fails to remove it again; it is asked step by step",
    ask: words(byHand),
  },
];
