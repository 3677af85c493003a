/** The modules of a directory under a configuration, as the options -C, -d and -S of a request choose them. */

import { type Configuration, type ConfigurationProblem, joinConfigurations } from "../core/config/configuration.ts";
import { readConfiguration, readNamedConfiguration } from "../core/config/read.ts";
import { type OnUnread, unreadText } from "../core/config/unread.ts";
import type { KmodError } from "../core/errors.ts";
import { openModuleIndex } from "../core/index/module-index.ts";
import { createDatabase, type ModuleDatabase } from "../core/module/database.ts";
import { moduleDirectory } from "../core/module/directory.ts";
import type { Platform } from "../core/platform.ts";
import type { Context, Request } from "./command.ts";
import { indexProblemReporter } from "./index-problem.ts";
import { allValues, hasOption, lastValue } from "./options.ts";

/** What there is to say of a database beside its request and its system. */
export interface DatabaseManner {
  /** Hears of configuration that cannot be read. kmod's tools go on without it. */
  readonly onUnread?: OnUnread;
  /** What opens the files given with -C, where that is another platform than the modules'. */
  readonly named?: Platform;
}

/**
 * The same for a command of ours, which answers for the configuration: where a file or directory of it cannot be read,
 * that is told and the run fails. `named` is as in `DatabaseManner`.
 */
export function openAnswerableDatabase(request: Request, context: Context, named?: Platform): ModuleDatabase {
  const onUnread = (error: KmodError): void => {
    context.report.message("ERROR", unreadText(error));
    context.report.fail();
  };
  return openDatabase(request, context, { onUnread, ...(named === undefined ? {} : { named }) });
}

/** Reads the configuration and opens the indexes; what is wrong with either is reported. */
export function openDatabase(request: Request, context: Context, manner: DatabaseManner = {}): ModuleDatabase {
  const { platform, report } = context;
  const directory = moduleDirectory(platform, {
    base: lastValue(request, "dirname"),
    version: lastValue(request, "set-version"),
  });
  const configuration = configurationOf(request, directory, context, manner);
  const index = openModuleIndex(platform.files, directory, indexProblemReporter(report));
  return createDatabase(platform.files, index, configuration);
}

function configurationOf(
  request: Request,
  moduleDirectory: string,
  { platform, report }: Context,
  { onUnread, named = platform }: DatabaseManner,
): Configuration {
  const onProblem = ({ origin, text }: ConfigurationProblem): void => report.library("ERROR", origin, text);
  const { files } = platform;
  if (!hasOption(request, "config")) {
    const where = { paths: undefined, moduleDirectory, workingDirectory: "/" };
    return readConfiguration(files, where, onProblem, onUnread);
  }
  const paths = allValues(request, "config");
  // Asked for only where it matters: it may have been deleted.
  const workingDirectory = paths.some((path) => !path.startsWith("/")) ? named.host.workingDirectory() : "/";
  if (named === platform)
    return readConfiguration(files, { paths, moduleDirectory, workingDirectory }, onProblem, onUnread);
  const ofFiles = readNamedConfiguration(named.files, { paths, workingDirectory }, onProblem, onUnread);
  const where = { paths: [], moduleDirectory, workingDirectory: "/" };
  return joinConfigurations(ofFiles, readConfiguration(files, where, onProblem, onUnread));
}
