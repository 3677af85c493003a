/** A module that the kernel took, and whose own initialisation then refused. */

import type { Errno } from "../errno.ts";
import type { Finding } from "./finding.ts";

/** What the kernel's loader itself answers, also for values of parameters (ERANGE, ENOSPC). Any other errno comes from the module. */
const OF_LOADER: readonly Errno[] = [
  "EPERM",
  "ENOENT",
  "EINTR",
  "ENOEXEC",
  "EAGAIN",
  "ENOMEM",
  "EACCES",
  "EFAULT",
  "EBUSY",
  "EEXIST",
  "EINVAL",
  "ERANGE",
  "ENOSPC",
  "ETXTBSY",
  "EFBIG",
  "ENOSYS",
  "EBADMSG",
  "ENOPKG",
  "ENODATA",
  "EOPNOTSUPP",
  "ENOKEY",
  "EKEYEXPIRED",
  "EKEYREVOKED",
  "EKEYREJECTED",
];

/** What modules mostly mean by it. */
const USUAL_REASONS: Readonly<Partial<Record<Errno, string>>> = {
  ENODEV: "usually the device is not there, or another driver has it",
  ENXIO: "usually the device is not there, or does not answer",
  EIO: "usually the device does not answer as expected",
  EBUSY: "usually another driver has the device or its resources",
  EINVAL: "usually for its parameters, or what the machine offers",
  ETIMEDOUT: "usually the device did not answer in time",
};

/** `unexplained`: the loader logged nothing and nothing else was found. */
export function initialisationFindings(errno: Errno, unexplained: boolean): readonly Finding[] {
  const certain = !OF_LOADER.includes(errno);
  if (!certain && !unexplained) return [];
  const who = certain
    ? "the module's own initialisation said so"
    : "the kernel's loader gave no reason: perhaps the module's own initialisation said so";
  const why = USUAL_REASONS[errno];
  return [{ kind: "initialisation", text: why === undefined ? who : `${who}; ${why}`, certain }];
}
