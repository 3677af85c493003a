/** Where everything that is fetched is kept, outside the repository. See docs/testing.md. */
export function cacheFolder(): string;
/** Where the real module trees are kept. */
export function treesFolder(): string;
