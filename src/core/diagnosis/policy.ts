/** Who may insert and remove modules, and which modules: capabilities, switches, lockdown, signatures. */

import { toByteString } from "../bytes.ts";
import type { Errno } from "../errno.ts";
import type { FileSystem } from "../platform.ts";
import { areModulesDisabled } from "../state/modules-disabled.ts";
import type { Finding } from "./finding.ts";
import { ifReadable } from "./scene.ts";
import type { Suspect } from "./suspect.ts";

/** CAP_SYS_MODULE of capabilities(7). */
const CAP_SYS_MODULE = 16n;

/** What stands in the way of any module: a missing capability, the switch. */
export function permissionFindings(files: FileSystem): readonly Finding[] {
  const findings: Finding[] = [];
  const capabilities = /^CapEff:\s*([0-9a-f]{1,16})$/m.exec(textAt(files, "/proc/self/status") ?? "")?.[1];
  if (capabilities !== undefined && ((BigInt(`0x${capabilities}`) >> CAP_SYS_MODULE) & 1n) === 0n) {
    const text = "this process lacks the capability CAP_SYS_MODULE, which root has outside of containers";
    findings.push({ kind: "capability", text, capability: "CAP_SYS_MODULE" });
  }
  if (ifReadable(() => areModulesDisabled(files)) === true) {
    const text = "inserting and removing modules is switched off until the next boot (kernel.modules_disabled is 1)";
    findings.push({ kind: "modules-disabled", text });
  }
  return findings;
}

/** What stands in the way of this one: lockdown, enforced signatures, and its own signature. */
export function signatureFindings(files: FileSystem, suspect: Suspect | undefined, errno: Errno): readonly Finding[] {
  const mode = /\[(\w+)\]/.exec(textAt(files, "/sys/kernel/security/lockdown") ?? "")?.[1];
  const enforced = textAt(files, "/sys/module/module/parameters/sig_enforce")?.trim() === "Y";
  const findings: Finding[] = [];
  if (mode !== undefined && mode !== "none") {
    findings.push({ kind: "lockdown", text: `the kernel is locked down (${mode}): modules must be signed`, mode });
  }
  if (enforced) {
    const text = "the kernel takes only modules that are signed with a key it trusts (module.sig_enforce)";
    findings.push({ kind: "signature-enforced", text });
  }
  // Where nothing asks for a signature, its absence is no reason.
  if (suspect !== undefined && (findings.length > 0 || errno !== "EPERM")) findings.push(signatureFinding(suspect));
  return findings;
}

function signatureFinding({ signature }: Suspect): Finding {
  if (signature === undefined) {
    return { kind: "signature", text: "the module is not signed", signer: undefined, hashAlgorithm: undefined };
  }
  const { signer, hashAlgorithm } = signature;
  const who = signer === "" ? "" : ` by '${signer}'`;
  const text = `the module is signed${who} (${hashAlgorithm}): the kernel lacks that key, or the file was changed after`;
  return { kind: "signature", text, signer, hashAlgorithm };
}

function textAt(files: FileSystem, path: string): string | undefined {
  return ifReadable(() => toByteString(files.read(path)));
}
