/** Names near to a mistyped one. */

/** The fewest insertions, removals, replacements and swaps of neighbours that turn one word into the other. */
function distance(from: string, to: string): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          (last[column] as number) + 1,
          (current[column - 1] as number) + 1,
          (last[column - 1] as number) + (same ? 0 : 1),
          swapped ? (before[column - 2] as number) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = last;
    last = current;
  }
  return last[to.length] as number;
}

/** Longer input is no typing mistake, and not worth the quadratic time. */
const LONGEST = 40;

/** Slips that a typing mistake has at most. */
const MOST_SLIPS = 2;

/** How far a name is from what was typed; infinitely far where its length alone says that it is too far. */
function slipsOf(typed: string, name: string): number {
  if (name.startsWith(typed)) return 0;
  if (Math.abs(name.length - typed.length) > MOST_SLIPS) return Number.POSITIVE_INFINITY;
  return distance(typed, name);
}

/** The names that begin with what was typed or are at most two slips away from it, nearest first. */
export function nearNames(typed: string, names: readonly string[]): readonly string[] {
  if (typed === "" || typed.length > LONGEST) return [];
  return names
    .map((name) => ({ name, slips: slipsOf(typed, name) }))
    .filter(({ slips }) => slips <= MOST_SLIPS && slips < typed.length / 2)
    .toSorted((left, right) => left.slips - right.slips)
    .map(({ name }) => name);
}
