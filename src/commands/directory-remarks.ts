/** What is said of a module directory that answers nothing: mostly a kernel that was upgraded and still runs, or depmod was forgotten. */

import { isRunningRelease, otherReleases } from "../core/module/running.ts";
import { releasesText } from "../core/releases.ts";
import type { Context } from "./command.ts";

/** Either is enough to know modules by. */
const INDEXES = ["modules.dep.bin", "modules.dep"] as const;

/** Warns where `directory` is missing, and where it has no index of modules; returns whether it did. */
export function remarkOnDirectory(directory: string, context: Context): boolean {
  const { files } = context.platform;
  if (INDEXES.some((name) => files.exists(`${directory}/${name}`))) return false;
  if (files.exists(directory)) {
    context.report.message(
      "WARNING",
      `there is no modules.dep in ${directory}, so that its modules are unknown: run depmod`,
    );
  } else if (!remarkOnReleases(directory, context)) {
    context.report.message("WARNING", `there is no ${directory}, so that its modules are unknown`);
  }
  return true;
}

/** Warns where `directory` is missing and others are there; returns whether it did. */
export function remarkOnReleases(directory: string, { platform, report }: Context): boolean {
  const releases = otherReleases(platform, directory);
  if (releases.length === 0) return false;
  const why = isRunningRelease(platform, directory) ? " (was the kernel upgraded since it was booted?)" : "";
  report.message("WARNING", `there is no ${directory}, only ${releasesText(releases)}${why}`);
  return true;
}
