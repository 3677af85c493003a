/** Whether the engine of the static edition has been fetched. */
export function hasEngine(): boolean;
