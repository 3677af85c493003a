/** Modaliases as devices have them, made from the patterns of modules. */

const FILL = "0123456789ABCDEFabcdefghijklmnopqrstuvwxyz_-:,";

/** A text that the pattern matches: each wildcard replaced by something of its kind. */
export function instanceOf(pattern: string, random: () => number): string {
  const pick = (from: string): string => from[Math.floor(random() * from.length)] ?? "";
  const run = (): string => Array.from({ length: Math.floor(random() * 9) }, () => pick(FILL)).join("");
  return pattern
    .replaceAll(/\[([^\]]+)\]/g, (_, members: string) => pick(members.replaceAll(/[!^-]/g, "") || "0"))
    .replaceAll("?", () => pick(FILL))
    .replaceAll("*", () => (random() < 0.4 ? "" : run()));
}
