/** The version magic: release and build options that module and kernel must share. See modinfo(8), field vermagic. */

import { captured } from "./attempt-log.ts";
import type { Finding } from "./finding.ts";
import { readReferenceModule } from "./reference-module.ts";
import { ifReadable, type Scene } from "./scene.ts";
import { modinfoValue, type Suspect } from "./suspect.ts";

const REFUSED = /: version magic '(.*)' should be '(.*)'/;

/** How the magics differ; nothing where they do not, or where the kernel's cannot be known. */
export function vermagicFindings(scene: Scene, suspect: Suspect, log: readonly string[]): readonly Finding[] {
  const [ofModule, ofKernel] = captured(log, REFUSED)[0] ?? [
    modinfoValue(suspect, "vermagic"),
    kernels(scene, suspect),
  ];
  if (ofModule === undefined) {
    if (suspect.modinfo === undefined) return [];
    const text = "the module states no version magic, which this kernel asks for";
    return [{ kind: "vermagic", text, ofModule, ofKernel, onlyModule: [], onlyKernel: [] }];
  }
  if (ofKernel !== undefined) return compare(ofModule, ofKernel);
  const release = ifReadable(() => scene.platform.kernel.release());
  const [built = ""] = words(ofModule);
  if (release === undefined || release === built) return [];
  return [
    {
      kind: "vermagic",
      text: builtFor(built, release),
      ofModule,
      ofKernel,
      onlyModule: [built],
      onlyKernel: [release],
    },
  ];
}

function kernels(scene: Scene, { path }: Suspect): string | undefined {
  const reference = readReferenceModule(scene, path);
  return reference && modinfoValue(reference, "vermagic");
}

function words(magic: string): readonly string[] {
  return magic.split(" ").filter((word) => word !== "");
}

function builtFor(release: string, kernel: string): string {
  return `built for ${release}, this kernel is ${kernel}`;
}

function compare(ofModule: string, ofKernel: string): readonly Finding[] {
  const differences = vermagicDifferences(ofModule, ofKernel);
  return differences === undefined ? [] : [{ kind: "vermagic", ofModule, ofKernel, ...differences }];
}

/** Words that only one of two magics has. */
export interface VermagicDifferences {
  readonly text: string;
  readonly onlyModule: readonly string[];
  readonly onlyKernel: readonly string[];
}

/** How a module's magic differs from the kernel's; undefined where both have the same words. */
export function vermagicDifferences(ofModule: string, ofKernel: string): VermagicDifferences | undefined {
  const [built = "", ...options] = words(ofModule);
  const [release = "", ...kernelOptions] = words(ofKernel);
  const onlyModule = options.filter((word) => !kernelOptions.includes(word));
  const onlyKernel = kernelOptions.filter((word) => !options.includes(word));
  const parts = [
    built === release ? "" : builtFor(built, release),
    onlyModule.length === 0 ? "" : `only the module has '${onlyModule.join(" ")}'`,
    onlyKernel.length === 0 ? "" : `only the kernel has '${onlyKernel.join(" ")}'`,
  ].filter((part) => part !== "");
  if (parts.length === 0) return undefined;
  const releases = built === release ? [[], []] : [[built], [release]];
  return {
    text: parts.join("; "),
    onlyModule: [...(releases[0] ?? []), ...onlyModule],
    onlyKernel: [...(releases[1] ?? []), ...onlyKernel],
  };
}
