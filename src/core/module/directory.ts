/** Where the modules of a kernel live: `/lib/modules/VERSION`, below another root if asked. See modprobe(8) -d, -S. */

import type { Platform } from "../platform.ts";

export interface ModuleRoot {
  /** What stands before `/lib/modules`; relative ones count from the current directory. A byte string. */
  readonly base?: string | undefined;
  /** Kernel release; the running kernel's where absent. A byte string. */
  readonly version?: string | undefined;
}

/** The absolute module directory for a root, not canonicalised: `relative/x` gives `CWD/relative/x/lib/modules/…`. */
export function moduleDirectory(platform: Platform, root: ModuleRoot): string {
  const version = root.version ?? platform.kernel.release();
  return absolutePath(platform, `${root.base ?? ""}/lib/modules/${version}`);
}

/** A path as kmod makes it absolute: the current directory, a `/` and the path as typed. */
export function absolutePath(platform: Platform, path: string): string {
  return path.startsWith("/") ? path : `${platform.host.workingDirectory()}/${path}`;
}

/** The kernel release that a module directory is for. */
export function releaseOf(directory: string): string {
  return directory.slice(directory.lastIndexOf("/") + 1);
}
