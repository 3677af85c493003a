/** What is said where the module directory itself is missing: mostly a kernel that was upgraded and still runs. */

import { isRunningRelease, otherReleases } from "../core/module/running.ts";
import type { Context } from "./command.ts";

/** Warns where `directory` is missing and others are there. */
export function remarkOnReleases(directory: string, { platform, report }: Context): void {
  const releases = otherReleases(platform, directory);
  if (releases.length === 0) return;
  const why = isRunningRelease(platform, directory) ? " (was the kernel upgraded since it was booted?)" : "";
  report.message("WARNING", `there is no ${directory}, only ${releases.join(", ")}${why}`);
}
