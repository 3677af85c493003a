/** Where the real module trees are kept, outside the repository. See docs/testing.md. */
export function treesFolder(): string;
