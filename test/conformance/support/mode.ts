/** Full or sampled: `KMOD_TS_CONFORMANCE=full` compares everything; otherwise a seed of the day chooses. */

const { KMOD_TS_CONFORMANCE, KMOD_TS_SAMPLE, KMOD_TS_SEED } = process.env;

export const isFull: boolean = KMOD_TS_CONFORMANCE === "full";

/** `KMOD_TS_SEED` repeats an earlier choice. */
export const seed: number = Number(KMOD_TS_SEED ?? new Date().toISOString().slice(0, 10).replaceAll("-", ""));

/** How large samples are beside the usual ones: `KMOD_TS_SAMPLE=0.25` takes a quarter. */
export const scale: number = Number(KMOD_TS_SAMPLE ?? 1);

/** A sequence of numbers from 0 up to 1 (mulberry32): the same for the same seed and purpose. */
export function randomNumbers(purpose: string): () => number {
  let state = seed >>> 0;
  for (let at = 0; at < purpose.length; at++) state = (Math.imul(state, 31) + purpose.charCodeAt(at)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** All items in the full run; otherwise about `count` of them, in their order. */
export function sample<Item>(items: readonly Item[], count: number, purpose: string): readonly Item[] {
  return isFull ? items : choose(items, count * scale, purpose);
}

/** About `count` items, in their order; at least one where there are any. */
export function choose<Item>(items: readonly Item[], count: number, purpose: string): readonly Item[] {
  const random = randomNumbers(purpose);
  const share = count / items.length;
  if (share >= 1) return items;
  const chosen = items.filter(() => random() < share);
  const at = Math.floor(random() * items.length);
  return chosen.length > 0 ? chosen : items.slice(at, at + 1);
}

/** Items in groups of at most `size`. */
export function groups<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const result: Item[][] = [];
  for (let at = 0; at < items.length; at += size) result.push(items.slice(at, at + size));
  return result;
}
