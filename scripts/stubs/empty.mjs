/** For modules that a package imports and that we never let it use. */
export {};
