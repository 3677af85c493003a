/** What stands between a module file and a kernel: one kind a reason, with what a person is told and the facts behind it. */

/** `refusal`: the kernel would not take the file. `doubt`: nobody can tell from what is there. `note`: it would, all the same. */
export type Weight = "refusal" | "doubt" | "note";

interface Common {
  readonly weight: Weight;
  /** One line, a byte string. */
  readonly text: string;
}

/** A symbol that the module was built against in another version. */
export interface OtherVersion {
  readonly symbol: string;
  readonly ofModule: string;
  /** A module, or `vmlinux`. */
  readonly exporter: string;
  readonly ofExporter: string;
}

/** A symbol and who exports it. */
export interface OwnedSymbol {
  readonly symbol: string;
  readonly exporter: string;
}

export type Misfit =
  /** Not an ELF file, damaged, or no kernel module. */
  | (Common & { readonly kind: "file" })
  | (Common & { readonly kind: "architecture"; readonly ofModule: string; readonly ofKernel: string })
  /** The kernel's record of a module has so many bytes on either side. */
  | (Common & { readonly kind: "record"; readonly ofModule: number; readonly ofKernel: number })
  | (Common & {
      readonly kind: "vermagic";
      readonly ofModule: string | undefined;
      readonly ofKernel: string | undefined;
      readonly onlyModule: readonly string[];
      readonly onlyKernel: readonly string[];
    })
  /** The kernel wants versions of symbols, and the module states none. */
  | (Common & { readonly kind: "versions" })
  | (Common & { readonly kind: "symbol-version"; readonly symbols: readonly OtherVersion[] })
  /** Exported by nobody, or, as a doubt, by nobody of whom it is known. */
  | (Common & { readonly kind: "symbol"; readonly symbols: readonly string[] })
  | (Common & {
      readonly kind: "symbol-licence";
      readonly licence: string | undefined;
      readonly symbols: readonly OwnedSymbol[];
    })
  | (Common & {
      readonly kind: "symbol-namespace";
      readonly namespace: string;
      readonly symbols: readonly OwnedSymbol[];
    })
  /** What the module exports, and somebody else does too. */
  | (Common & { readonly kind: "symbol-duplicate"; readonly symbols: readonly OwnedSymbol[] })
  | (Common & {
      readonly kind: "signature";
      readonly signer: string | undefined;
      readonly hashAlgorithm: string | undefined;
    })
  | (Common & { readonly kind: "compression"; readonly compression: string })
  /** An option of the configuration that the module does not have. */
  | (Common & {
      readonly kind: "parameter";
      readonly parameter: string;
      readonly nearest: string | undefined;
      readonly path: string | undefined;
      readonly line: number | undefined;
    })
  /** A value of the configuration that the module does not take. */
  | (Common & {
      readonly kind: "parameter-value";
      readonly parameter: string;
      readonly value: string;
      readonly type: string;
      readonly path: string | undefined;
      readonly line: number | undefined;
    });

/** Whether a kernel would take a file. */
export type Verdict = "fits" | "refused" | "unclear";

/** What all of a file's misfits come to. */
export function verdictOf(misfits: readonly Misfit[]): Verdict {
  if (misfits.some(({ weight }) => weight === "refusal")) return "refused";
  return misfits.some(({ weight }) => weight === "doubt") ? "unclear" : "fits";
}

/** Names that plain text shows; the rest is in the JSON. */
const SHOWN = 5;

/** Symbols as a text for people names them. */
export function namesOf(symbols: readonly string[]): string {
  const shown = symbols.slice(0, SHOWN).map((symbol) => `'${symbol}'`);
  const more = symbols.length - shown.length;
  return more === 0 ? shown.join(", ") : `${shown.join(", ")} and ${more} more`;
}
