/** A root that does what the disk "job" says once it has been started. */

import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { GUEST } from "./guest.ts";
import { copyRoot, inRoot } from "./root.ts";

/** Made below `work`; kmod's tools are its tools. */
export function makeLabRoot(work: string): string {
  const root = copyRoot(work, "root");
  cpSync(join(GUEST, "lab.service"), join(root, "etc/systemd/system/lab.service"));
  cpSync(join(GUEST, "dkms"), join(root, "usr/src/lab-1.0"), { recursive: true });
  const script = join(root, "root/prepare.sh");
  cpSync(join(GUEST, "prepare.sh"), script);
  inRoot(root, "sh /root/prepare.sh");
  rmSync(script);
  return root;
}
