/** Whether a kernel would take a module file, and all that stands between them. Nothing is inserted: everything follows from files. */

import { vermagicDifferences } from "../diagnosis/vermagic.ts";
import type { Candidate } from "./candidate.ts";
import type { Exporters } from "./exporters.ts";
import { judgeExports } from "./judge-exports.ts";
import { judgeParameters } from "./judge-parameters.ts";
import { judgeSignature } from "./judge-signature.ts";
import { judgeSymbols } from "./judge-symbols.ts";
import type { Misfit } from "./misfit.ts";
import type { TargetKernel } from "./target.ts";

/** The misfits of a candidate, refusals first. `certificates`: signatures have been verified with some. */
export function judge(
  candidate: Candidate,
  target: TargetKernel,
  exporters: Exporters,
  certificates: boolean,
): readonly Misfit[] {
  const machine = judgeArchitecture(candidate, target);
  // The symbols of another machine are another world.
  if (machine.length > 0) return machine;
  const misfits = [
    ...judgeReference(target),
    ...judgeVermagic(candidate, target),
    ...judgeRecord(candidate, target),
    ...judgeSymbols(candidate, target, exporters),
    ...judgeExports(candidate, exporters),
    ...judgeSignature(candidate, target, certificates),
    ...judgeParameters(candidate, target),
    ...judgeCompression(candidate, target),
  ];
  return (["refusal", "doubt", "note"] as const).flatMap((weight) => misfits.filter((each) => each.weight === weight));
}

function judgeArchitecture({ architecture }: Candidate, { reference }: TargetKernel): readonly Misfit[] {
  if (reference === undefined || reference.architecture === architecture) return [];
  const ofKernel = reference.architecture;
  const text = `built for ${architecture}; the kernel is for ${ofKernel} (by ${reference.path})`;
  return [{ kind: "architecture", weight: "refusal", text, ofModule: architecture, ofKernel }];
}

function judgeReference({ reference, index }: TargetKernel): readonly Misfit[] {
  if (reference?.vermagic !== undefined) return [];
  const text = `no module in ${index.directory} says for which machine and with which version magic the kernel was built`;
  return [
    {
      kind: "vermagic",
      weight: "doubt",
      text,
      ofModule: undefined,
      ofKernel: undefined,
      onlyModule: [],
      onlyKernel: [],
    },
  ];
}

/**
 * A kernel that keeps versions of symbols does not look at the release, the first word, of a module that states them: that is
 * what they are for.
 */
function judgeVermagic({ modinfo, versions }: Candidate, { reference, options }: TargetKernel): readonly Misfit[] {
  const ofKernel = reference?.vermagic;
  if (ofKernel === undefined) return [];
  const ofModule = modinfo.find(({ key }) => key === "vermagic")?.value;
  const common = { kind: "vermagic", ofModule, ofKernel } as const;
  if (ofModule === undefined) {
    const text = "the module states no version magic";
    const weight = options?.has("MODULE_FORCE_LOAD") === true ? "note" : "refusal";
    return [{ ...common, weight, text, onlyModule: [], onlyKernel: [] }];
  }
  if (ofModule === ofKernel) return [];
  const goesByVersions = versions !== undefined && ofKernel.split(" ").includes("modversions");
  const weight = goesByVersions && withoutRelease(ofModule) === withoutRelease(ofKernel) ? "note" : "refusal";
  const differences = vermagicDifferences(ofModule, ofKernel) ?? {
    text: "the same words, but in another order or with other blanks",
    onlyModule: [],
    onlyKernel: [],
  };
  const { text, ...words } = differences;
  const magic = `version magic: ${text.replace("this kernel is", "the kernel is")}`;
  return [
    { ...common, ...words, weight, text: weight === "note" ? `${magic} (the versions of symbols decide)` : magic },
  ];
}

function withoutRelease(magic: string): string {
  const space = magic.indexOf(" ");
  return space < 0 ? "" : magic.slice(space);
}

/** Since Linux 6.4 the kernel compares; one before it would take the module and misread it. */
function judgeRecord({ recordSize: ofModule }: Candidate, { reference }: TargetKernel): readonly Misfit[] {
  const ofKernel = reference?.recordSize;
  if (ofKernel === undefined || ofKernel === ofModule) return [];
  const text = `the kernel's record of a module (struct module) has ${ofKernel} bytes, in the module ${ofModule}`;
  return [{ kind: "record", weight: "refusal", text, ofModule, ofKernel }];
}

function judgeCompression({ compression, xzCheck }: Candidate, { decompresses }: TargetKernel): readonly Misfit[] {
  if (compression === undefined) return [];
  const does = decompresses(compression);
  if (does === undefined || (does && (xzCheck === undefined || XZ_CHECKS.has(xzCheck)))) return [];
  const what = does ? `xz with ${xzCheck}` : compression;
  const text = `the kernel does not decompress ${what} by itself, so that the tool that inserts the module has to`;
  return [{ kind: "compression", weight: "note", text, compression }];
}

/** Integrity checks that the kernel's decoder knows, of those of the xz format. See its Documentation/staging/xz.rst. */
const XZ_CHECKS: ReadonlySet<string> = new Set(["none", "CRC32"]);
