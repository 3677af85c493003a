/** Makes the executable; its bytecode lies beside it. */
export function buildWatched(output: string): Promise<void>;
