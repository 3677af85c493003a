/** Who signed a module, whether that holds, and whether the kernel cares. */

import type { Verification } from "../signature/verify.ts";
import type { Candidate } from "./candidate.ts";
import type { Misfit, Weight } from "./misfit.ts";
import type { TargetKernel } from "./target.ts";

export function judgeSignature(candidate: Candidate, target: TargetKernel, certificates: boolean): readonly Misfit[] {
  const { signature, verification } = candidate;
  if (verification?.outcome === "damaged") return damaged(candidate, target, verification.reason);
  if (signature === undefined) return unsigned(target, certificates);
  if (verification !== undefined && (certificates || verification.outcome === "bad")) {
    return verified(signature, verification);
  }
  if (target.enforcement === "") return [];
  const name = signature.signer;
  if (target.keyNames?.some((key) => key === name || key.endsWith(`: ${name}`)) === true) return [];
  const text = `${target.enforcement}; nobody knows whether the kernel trusts ${signerText(name)} (see --cert)`;
  return [misfit("doubt", text, signature)];
}

/** A kernel that verifies signatures lets a module pass without one, but not with one that it cannot read. */
function damaged({ signature }: Candidate, { options }: TargetKernel, reason: string): readonly Misfit[] {
  const text = `the signature is damaged: ${reason}`;
  if (options === undefined) return [misfit("doubt", text, signature)];
  if (options.has("MODULE_SIG")) return [misfit("refusal", text, signature)];
  return [misfit("note", `${text}; this kernel does not look at signatures`, signature)];
}

function misfit(weight: Weight, text: string, signature: Candidate["signature"]): Misfit {
  const { signer, hashAlgorithm } = signature ?? { signer: undefined, hashAlgorithm: undefined };
  return { kind: "signature", weight, text, signer, hashAlgorithm };
}

function unsigned({ enforcement, options }: TargetKernel, certificates: boolean): readonly Misfit[] {
  if (enforcement !== "") return [misfit("refusal", `the module is not signed; ${enforcement}`, undefined)];
  if (certificates) return [misfit("refusal", "the module is not signed", undefined)];
  if (options?.has("MODULE_SIG") !== true) return [];
  return [misfit("note", "the module is not signed, so it will taint the kernel", undefined)];
}

/** Whoever gives certificates wants the module to be signed by one of them. A bad signature by a known key is refused by any kernel that checks. */
function verified(signature: NonNullable<Candidate["signature"]>, verification: Verification): readonly Misfit[] {
  const who = signerText(signature.signer);
  switch (verification.outcome) {
    case "good":
      return [];
    case "damaged":
    case "bad":
      return [misfit("refusal", `the signature of ${who} is not good: ${verification.reason}`, signature)];
    case "unknown-signer": {
      const text = `signed by ${who}, of whom none of the certificates is`;
      if (!verification.hasCertificates) return [misfit("refusal", text, signature)];
      return [
        misfit("doubt", `${text}; whether one that the signature brings along leads to them is not known`, signature),
      ];
    }
    case "unsupported":
      return [misfit("doubt", `the signature of ${who} cannot be verified: ${verification.reason}`, signature)];
  }
}

function signerText(name: string): string {
  return name === "" ? "a signer without a name" : `'${name}'`;
}
