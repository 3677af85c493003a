/** The files of an index. */

/** All that today's kmod writes. */
export const INDEX_NAMES = [
  "modules.dep",
  "modules.dep.bin",
  "modules.alias",
  "modules.alias.bin",
  "modules.softdep",
  "modules.weakdep",
  "modules.symbols",
  "modules.symbols.bin",
  "modules.builtin.bin",
  "modules.builtin.alias.bin",
  "modules.devname",
] as const;
