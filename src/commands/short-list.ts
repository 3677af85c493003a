/** Lists in texts for people, which show the first of many. */

/** Names and patterns of a list that are shown. */
export const SHOWN = 3;

/** The first names, and how many more there are. */
export function shortList(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return `${names.slice(0, SHOWN).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
