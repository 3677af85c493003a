/** The modules of a directory under a configuration, as the options -C, -d and -S of a request choose them. */

import type { ConfigurationProblem } from "../core/config/configuration.ts";
import { readConfiguration } from "../core/config/read.ts";
import type { KmodError } from "../core/errors.ts";
import { openModuleIndex } from "../core/index/module-index.ts";
import { createDatabase, type ModuleDatabase } from "../core/module/database.ts";
import { moduleDirectory } from "../core/module/directory.ts";
import type { Context, Request } from "./command.ts";
import { indexProblemReporter } from "./index-problem.ts";
import { allValues, hasOption, lastValue } from "./options.ts";

/**
 * The same for a command that answers for the configuration: a file of it that cannot be read fails the run, with a message. kmod's tools
 * pass over it in silence.
 */
export function openAnswerableDatabase(request: Request, context: Context): ModuleDatabase {
  return openDatabase(request, context, ({ message }) => {
    context.report.message("ERROR", message);
    context.report.fail();
  });
}

/** Reads the configuration and opens the indexes; what is wrong with either is reported. */
export function openDatabase(
  request: Request,
  { platform, report }: Context,
  onUnread?: (error: KmodError) => void,
): ModuleDatabase {
  const directory = moduleDirectory(platform, {
    base: lastValue(request, "dirname"),
    version: lastValue(request, "set-version"),
  });
  const paths = hasOption(request, "config") ? allValues(request, "config") : undefined;
  // Asked for only where it matters: it may have been deleted.
  const relative = paths?.some((path) => !path.startsWith("/")) === true;
  const where = {
    paths,
    moduleDirectory: directory,
    workingDirectory: relative ? platform.host.workingDirectory() : "/",
  };
  const onProblem = ({ origin, text }: ConfigurationProblem): void => report.library("ERROR", origin, text);
  const configuration = readConfiguration(platform.files, where, onProblem, onUnread);
  const index = openModuleIndex(platform.files, directory, indexProblemReporter(report));
  return createDatabase(platform.files, index, configuration);
}
