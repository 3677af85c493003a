/** Full or sampled: `KMOD_TS_KERNEL=full` runs every case; otherwise the seed of the day chooses. */

import { choose, scale, seed } from "../../conformance/support/mode.ts";

export const isFull: boolean = process.env["KMOD_TS_KERNEL"] === "full";

export const modeTitle: string = isFull ? "full" : `sample of seed ${seed}`;

/** All items in the full run; otherwise about `count` of them, in their order. */
export function sampled<Item>(items: readonly Item[], count: number, purpose: string): readonly Item[] {
  return isFull ? items : choose(items, count * scale, purpose);
}
