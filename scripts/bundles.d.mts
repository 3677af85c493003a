/** Types of bundles.mjs, for the tests. */
export function bundleCommands(): Promise<void>;
export function bundleNeutral(entryPoint?: string): Promise<string>;
