/** Node's own modules that cost milliseconds to load and are seldom needed, loaded at first use. */

type ChildProcess = typeof import("node:child_process");
type Zlib = typeof import("node:zlib");
type Tty = typeof import("node:tty");
type Os = typeof import("node:os");
type Module = typeof import("node:module");

/** node:child_process. */
export function childProcess(): ChildProcess {
  return process.getBuiltinModule("node:child_process");
}

/** node:zlib. */
export function zlib(): Zlib {
  return process.getBuiltinModule("node:zlib");
}

/** node:tty. */
export function tty(): Tty {
  return process.getBuiltinModule("node:tty");
}

/** node:os. */
export function os(): Os {
  return process.getBuiltinModule("node:os");
}

/** node:module. */
export function nodeModule(): Module {
  return process.getBuiltinModule("node:module");
}
