/** Which columns of a table there is room for, and how wide each becomes. */

import type { Column } from "../core/platform.ts";

/** A column as it is drawn. */
export interface FittedColumn {
  /** Its place in the table. */
  readonly position: number;
  /** Columns of a terminal for its text. */
  readonly width: number;
}

/** A column with less is of no use, unless it says otherwise. */
const LEAST = 8;

/** Columns of a terminal beside the texts: a border and two blanks for each column, and the last border. */
function frame(columns: number): number {
  return 3 * columns + 1;
}

interface Sized extends Column {
  readonly position: number;
  readonly natural: number;
  readonly least: number;
}

/**
 * The columns that are drawn, in their order. `naturals` holds for each how wide its widest text is, its title
 * included; `width` is that of the terminal. All together take no more than that, as long as the narrowest possible
 * table does (6).
 */
export function fitColumns(
  columns: readonly Column[],
  naturals: readonly number[],
  titles: readonly number[],
  width: number,
): readonly FittedColumn[] {
  const sized = columns.map((column, position): Sized => {
    const natural = Math.max(1, naturals[position] ?? 1);
    const least = column.number === true ? natural : Math.max(column.least ?? LEAST, titles[position] ?? 0);
    return { ...column, position, natural, least: Math.min(natural, least) };
  });
  const kept = keptColumns(sized, width);
  return narrowed(kept, Math.max(2, width - frame(kept.length)));
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const each of numbers) total += each;
  return total;
}

/** Those that can have their least width beside each other; the one that matters most in any case. */
function keptColumns(columns: readonly Sized[], width: number): readonly Sized[] {
  let kept = columns;
  while (kept.length > 1 && sum(kept.map(({ least }) => least)) + frame(kept.length) > width) {
    const highest = Math.max(...kept.map(({ rank }) => rank));
    const dropped = kept.findLast(({ rank }) => rank === highest);
    kept = kept.filter((column) => column !== dropped);
  }
  return kept;
}

/**
 * Makes columns narrower, those that matter least first: at first none below its fair share, then down to the least.
 */
function narrowed(columns: readonly Sized[], room: number): readonly FittedColumn[] {
  const widths = new Map(columns.map(({ position, natural }) => [position, natural]));
  const order = columns.toSorted((left, right) => right.rank - left.rank);
  const share = Math.floor(room / columns.length);
  for (const floor of [share, 1]) {
    for (const { position, natural, least } of order) {
      const excess = sum(widths.values()) - room;
      const lowest = order.length === 1 ? 1 : Math.min(natural, Math.max(least, floor));
      if (excess > 0) widths.set(position, Math.max(lowest, (widths.get(position) ?? natural) - excess));
    }
  }
  return columns.map(({ position }) => ({ position, width: widths.get(position) ?? 1 }));
}
