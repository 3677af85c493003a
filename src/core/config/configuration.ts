/** What modprobe.d(5) and the kernel command line say, as records. Each keeps the place that it was read from. */

/** Where a record was written: a file as it was opened with its last physical line, or /proc/cmdline. */
export type Origin =
  | { readonly kind: "file"; readonly path: string; readonly line: number }
  | { readonly kind: "command-line" };

/** `alias PATTERN MODULE`. Both words are normalised. */
export interface Alias {
  /** An fnmatch(3) pattern. */
  readonly pattern: string;
  readonly module: string;
  readonly origin: Origin;
}

/** `blacklist MODULE`: an exact name; normalised in a file, as written on the kernel command line. */
export interface BlacklistEntry {
  readonly module: string;
  readonly origin: Origin;
}

/** `options MODULE TEXT`. */
export interface ModuleOptions {
  /** Exact, normalised: a module name, or the text of an alias. */
  readonly module: string;
  /** As written, with tabs as spaces; blanks at either end are kept. */
  readonly options: string;
  readonly origin: Origin;
}

/** `install PATTERN COMMAND` or `remove PATTERN COMMAND`. */
export interface ModuleCommand {
  /** An fnmatch(3) pattern, normalised. */
  readonly pattern: string;
  /** For the shell, as written; blanks at either end are kept. */
  readonly command: string;
  readonly origin: Origin;
}

/** `softdep PATTERN pre: NAMES post: NAMES`. Names are as written: they are resolved when they are used. */
export interface SoftDependency {
  /** An fnmatch(3) pattern, normalised. */
  readonly pattern: string;
  readonly pre: readonly string[];
  readonly post: readonly string[];
  /** Where the line changes between its lists more than once: what `modprobe -c` shows in place of each list. */
  readonly shown?: { readonly pre: readonly string[]; readonly post: readonly string[] } | undefined;
  readonly origin: Origin;
}

/** `weakdep PATTERN NAMES`. Names are as written. */
export interface WeakDependency {
  /** An fnmatch(3) pattern, normalised. */
  readonly pattern: string;
  readonly modules: readonly string[];
  readonly origin: Origin;
}

/** All records, each list in reading order: files by base name, then the kernel command line. */
export interface Configuration {
  readonly aliases: readonly Alias[];
  readonly blacklist: readonly BlacklistEntry[];
  readonly options: readonly ModuleOptions[];
  readonly installCommands: readonly ModuleCommand[];
  readonly removeCommands: readonly ModuleCommand[];
  readonly softDependencies: readonly SoftDependency[];
  readonly weakDependencies: readonly WeakDependency[];
}

/** One record, with the keyword of modprobe.d(5) that makes it. */
export type Directive =
  | { readonly keyword: "alias"; readonly entry: Alias }
  | { readonly keyword: "blacklist"; readonly entry: BlacklistEntry }
  | { readonly keyword: "options"; readonly entry: ModuleOptions }
  | { readonly keyword: "install"; readonly entry: ModuleCommand }
  | { readonly keyword: "remove"; readonly entry: ModuleCommand }
  | { readonly keyword: "softdep"; readonly entry: SoftDependency }
  | { readonly keyword: "weakdep"; readonly entry: WeakDependency };

/** Something to tell the user that does not stop the reading. */
export interface ConfigurationProblem {
  /** The name of kmod's function that gives this message; it is part of the message there. */
  readonly origin: string;
  /** A byte string without newline of its own. */
  readonly text: string;
}

/** Directives and what was wrong between them. */
export interface ParsedConfiguration {
  readonly directives: readonly Directive[];
  readonly problems: readonly ConfigurationProblem[];
}

/** Directives sorted by kind; within a kind the order stays. */
export function toConfiguration(directives: Iterable<Directive>): Configuration {
  const lists = {
    aliases: [] as Alias[],
    blacklist: [] as BlacklistEntry[],
    options: [] as ModuleOptions[],
    installCommands: [] as ModuleCommand[],
    removeCommands: [] as ModuleCommand[],
    softDependencies: [] as SoftDependency[],
    weakDependencies: [] as WeakDependency[],
  };
  for (const { keyword, entry } of directives) {
    if (keyword === "alias") lists.aliases.push(entry);
    else if (keyword === "blacklist") lists.blacklist.push(entry);
    else if (keyword === "options") lists.options.push(entry);
    else if (keyword === "install") lists.installCommands.push(entry);
    else if (keyword === "remove") lists.removeCommands.push(entry);
    else if (keyword === "softdep") lists.softDependencies.push(entry);
    else lists.weakDependencies.push(entry);
  }
  return lists;
}

/** One configuration after the other. */
export function joinConfigurations(first: Configuration, second: Configuration): Configuration {
  return {
    aliases: [...first.aliases, ...second.aliases],
    blacklist: [...first.blacklist, ...second.blacklist],
    options: [...first.options, ...second.options],
    installCommands: [...first.installCommands, ...second.installCommands],
    removeCommands: [...first.removeCommands, ...second.removeCommands],
    softDependencies: [...first.softDependencies, ...second.softDependencies],
    weakDependencies: [...first.weakDependencies, ...second.weakDependencies],
  };
}
