/**
 * One fact that helps to understand why the kernel refused. `kind` is a stable word, `text` a line for people (a byte
 * string that a terminal can be given); the rest are the facts of that kind, byte strings and numbers. What is not
 * known is undefined.
 */
export type Finding = { readonly text: string } & (
  | LogFinding
  | VersionMagicFinding
  | SymbolFinding
  | SymbolVersionFinding
  | ParameterFinding
  | ParameterValueFinding
  | SignatureFinding
  | FileFinding
  | ArchitectureFinding
  | CompressionFinding
  | CommandFinding
  | MountFinding
  | OpenDeviceFinding
  /** Another module than the requested one failed, which the request needs. */
  | { readonly kind: "dependency"; readonly module: string; readonly path: string | undefined }
  /** The module ran, and refused by itself. `certain`: the loader answers nothing of this kind. */
  | { readonly kind: "initialisation"; readonly certain: boolean }
  /** Something of ours is missing, e.g. the addon. */
  | { readonly kind: "support"; readonly missing: string }
  | { readonly kind: "capability"; readonly capability: string }
  /** Loading and removing are switched off until the next boot. */
  | { readonly kind: "modules-disabled" }
  | { readonly kind: "lockdown"; readonly mode: string }
  /** The kernel takes only modules that are signed with a key it trusts. */
  | { readonly kind: "signature-enforced" }
  | { readonly kind: "holders"; readonly modules: readonly string[] }
  | { readonly kind: "interface"; readonly interface: string }
  /** A use count that nothing else explains. */
  | { readonly kind: "references"; readonly references: number }
  /** The module has no exit function. */
  | { readonly kind: "permanent" }
  | { readonly kind: "builtin"; readonly directory: string }
  | { readonly kind: "not-loaded"; readonly nearest: readonly string[] }
  | { readonly kind: "state"; readonly state: "coming" | "going" }
  /** The kernel was built without forced unloading. */
  | { readonly kind: "forced-unload" }
);

/** A line of the kernel's log. */
interface LogFinding {
  readonly kind: "log";
  readonly message: string;
}

interface VersionMagicFinding {
  readonly kind: "vermagic";
  /** Undefined for a module that states none. */
  readonly ofModule: string | undefined;
  /** Undefined where only the release is known. */
  readonly ofKernel: string | undefined;
  /** Words that only one of them has; the release is the first word of each. */
  readonly onlyModule: readonly string[];
  readonly onlyKernel: readonly string[];
}

/** Symbols that the kernel does not have, and that the same modules export. */
interface SymbolFinding {
  readonly kind: "symbol";
  readonly symbols: readonly string[];
  readonly exporters: readonly { readonly module: string; readonly loaded: boolean }[];
}

interface SymbolVersionFinding {
  readonly kind: "symbol-version";
  readonly symbol: string;
  /** `0x` and eight or more digits. */
  readonly ofModule: string | undefined;
  readonly ofExporter: string | undefined;
  /** A module, `vmlinux` for the kernel image. */
  readonly exporter: string | undefined;
}

/** A parameter that the module does not have. */
interface ParameterFinding {
  readonly kind: "parameter";
  readonly module: string;
  readonly parameter: string;
  readonly nearest: string | undefined;
  /** Undefined where the module cannot be read. */
  readonly known: readonly string[] | undefined;
}

interface ParameterValueFinding {
  readonly kind: "parameter-value";
  readonly parameter: string;
  readonly value: string;
  readonly type: string | undefined;
}

/** Both undefined for a module without a signature. */
interface SignatureFinding {
  readonly kind: "signature";
  readonly signer: string | undefined;
  readonly hashAlgorithm: string | undefined;
}

/** A file that is no module, or a damaged one. */
interface FileFinding {
  readonly kind: "file";
  readonly path: string;
  readonly problem: string;
}

interface ArchitectureFinding {
  readonly kind: "architecture";
  readonly ofModule: string;
  readonly ofKernel: string;
}

/** A name that says another compression than the content; undefined for none. */
interface CompressionFinding {
  readonly kind: "compression";
  readonly named: string | undefined;
  readonly actual: string | undefined;
}

/** An install or remove command failed; it is written there. Both undefined for the kernel command line. */
interface CommandFinding {
  readonly kind: "command";
  readonly path: string | undefined;
  readonly line: number | undefined;
  readonly status: number;
}

interface MountFinding {
  readonly kind: "mount";
  readonly path: string;
  readonly type: string;
  readonly source: string;
}

interface OpenDeviceFinding {
  readonly kind: "open-device";
  readonly path: string;
  readonly process: number;
  /** As the process calls itself; empty where it has ended. */
  readonly command: string;
}

/** How many findings of one kind are given at most. */
export const MOST_OF_A_KIND = 8;

/** Bytes of a text; a name in a damaged file may be of any length. */
const LONGEST_TEXT = 400;

/** The finding with a text that is one line, not too long, and does nothing to a terminal. */
export function presentable(finding: Finding): Finding {
  const { text } = finding;
  const short = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}...` : text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a module file or a driver wrote may hold them
  const harmless = short.replace(/[\x00-\x1f\x7f]|\xc2[\x80-\x9f]|(?<![\x80-\xff])[\x80-\x9f]/g, escaped);
  return { ...finding, text: harmless };
}

/** Controls of eight bits are two bytes in UTF-8, or one byte where no sequence can hold it. */
function escaped(bytes: string): string {
  return Array.from(bytes, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");
}
