/** Ours in the place of kmod's, by our packages. */

import { copyFileSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { ourPackages } from "./release.ts";
import { inRoot } from "./root.ts";

/** Installs both packages in a root; returns what was said. Images have to be made anew afterwards. */
export function putOursIn(root: string): string {
  const folder = join(root, "root/ours");
  mkdirSync(folder);
  for (const file of ourPackages()) copyFileSync(file, join(folder, basename(file)));
  return inRoot(root, "dpkg -i /root/ours/*.deb; rm -r /root/ours");
}
