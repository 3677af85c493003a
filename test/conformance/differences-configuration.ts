/** What kmod 30 reads otherwise from modprobe.d, and how modprobe's options have changed. */

import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import type { Case, Outcome } from "./support/case.ts";
import { answeredWith, type Difference, isModprobe } from "./support/difference.ts";
import { replaceFile, variantOf } from "./support/roots.ts";

/** Where today's kmod looks, in order of priority. */
const DIRECTORIES = ["etc", "run", "usr/local/lib", "usr/lib", "lib"].map((parent) => `/${parent}/modprobe.d`);

function replacesDirectories(asked: Case): boolean {
  return asked.args.some((word) => word === "-C" || word.startsWith("--config"));
}

function releaseOf(asked: Case): string {
  return asked.args[asked.args.indexOf("-S") + 1] ?? "";
}

/** Configuration files of a root: those of the directories and of folders that a scenario names with -C. */
function configurationFiles(folder: string): readonly string[] {
  // Node's own recursion follows links, of which a /sys has circles.
  return readdirSync(folder, { withFileTypes: true, encoding: "buffer" }).flatMap((entry) => {
    const path = join(folder, entry.name.toString("latin1"));
    if (entry.isDirectory()) return configurationFiles(path);
    return path.endsWith(".conf") ? [path] : [];
  });
}

/** The root with every configuration file's text edited; undefined where nothing changes. */
function withEditedFiles(asked: Case, label: string, edit: (text: string) => string): Case | undefined {
  const { root } = asked;
  if (root === undefined || !isModprobe(asked)) return undefined;
  const changes = configurationFiles(root).flatMap((path) => {
    if (!statSync(path, { throwIfNoEntry: false })?.isFile() || lstatSync(path).isSymbolicLink()) return [];
    const text = readFileSync(path, "latin1");
    const edited = edit(text);
    return edited === text ? [] : [{ path: path.slice(root.length), edited }];
  });
  if (changes.length === 0) return undefined;
  const other = variantOf(root, label, (copy) => {
    for (const { path, edited } of changes) replaceFile(join(copy, path), edited);
  });
  return { ...asked, root: other };
}

/** The root without some of its files. */
function without(root: string, label: string, paths: readonly string[]): string {
  return variantOf(root, label, (copy) => {
    for (const path of paths) unlinkSync(join(copy, path));
  });
}

/** A name that no scenario uses: kmod 30 keeps weakdep lines in order for us under a keyword that it knows. */
const WEAK = "weakdep@@";
const WEAK_LINE = /^([ \t]*)weakdep([ \t])[ \t]*([^ \t\n]+)[ \t](?=[ \t]*[^ \t\n])/gm;

/** kmod 30's softdep lines that stand for weakdep lines, after the others and in their own words. */
function restoreWeakLines(outcome: Outcome): Outcome | undefined {
  const lines = outcome.out.split("\n");
  const isWeak = (line: string): boolean => line.startsWith(`softdep ${WEAK}`);
  const weak = lines.filter(isWeak).map((line) => line.replace(`softdep ${WEAK}`, "weakdep ").replace(" pre: ", " "));
  if (weak.length === 0) return undefined;
  const rest = lines.filter((line) => !isWeak(line));
  const end = rest.indexOf("# End of configuration files. Dumping indexes now:") - 1;
  return { ...outcome, out: [...rest.slice(0, end), ...weak, ...rest.slice(end)].join("\n") };
}

/** Files named *.conf of the five directories that are links to nothing, where they are read. */
function danglingLinks(asked: Case): readonly string[] {
  const { root } = asked;
  if (root === undefined || !isModprobe(asked) || replacesDirectories(asked)) return [];
  return DIRECTORIES.flatMap((directory) => {
    const folder = join(root, directory);
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".conf")) : [];
    return names.filter((name) => isDangling(root, join(folder, name))).map((name) => `${directory}/${name}`);
  });
}

/** An absolute target is one of the root's own. */
function isDangling(root: string, path: string): boolean {
  if (!lstatSync(path).isSymbolicLink()) return false;
  const target = readlinkSync(path);
  return !existsSync(target.startsWith("/") ? join(root, target) : path);
}

export const configurationDifferences: readonly Difference[] = [
  {
    name: "usr-lib-directory",
    reason: "/usr/lib/modprobe.d is a directory of its own since kmod 31; kmod 30 gets the list with -C",
    suites: ["configuration"],
    ask(asked) {
      const { root } = asked;
      if (!isModprobe(asked) || root === undefined || replacesDirectories(asked)) return undefined;
      if (!existsSync(join(root, "usr/lib/modprobe.d"))) return undefined;
      return { ...asked, args: [...DIRECTORIES.flatMap((path) => ["-C", path]), ...asked.args] };
    },
  },
  {
    name: "alias-suffix",
    reason: "kmod 30 reads *.alias beside *.conf; for it they are taken away",
    suites: ["roots"],
    ask(asked) {
      const { root } = asked;
      if (!isModprobe(asked) || root === undefined) return undefined;
      const names = DIRECTORIES.flatMap((directory) => {
        const folder = join(root, directory);
        const found = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".alias")) : [];
        return found.map((name) => `${directory}/${name}`);
      });
      if (names.length === 0) return undefined;
      return { ...asked, root: without(root, "alias-suffix", names) };
    },
  },
  {
    name: "dangling-link",
    reason: "a link to nothing is named and hides nothing since kmod 31; for kmod 30 it is taken away",
    suites: ["configuration"],
    ask(asked) {
      const links = danglingLinks(asked);
      if (asked.root === undefined || links.length === 0) return undefined;
      return { ...asked, root: without(asked.root, "dangling-link", links) };
    },
    answer: answeredWith(({ err }, asked) => {
      if (asked.environment?.["KMOD_LOG"] === "0") return err;
      const message = "libkmod: ERROR: conf_files_filter_out: Cannot stat directory entry: ";
      return danglingLinks(asked)
        .map((name) => `${message}${name}\n`)
        .join("")
        .concat(err);
    }),
  },
  {
    name: "backslash-at-end",
    reason: "kmod 30 adds a byte 0xFF for a backslash that ends the file; for it the backslash is taken away",
    suites: ["configuration"],
    ask: (asked) => withEditedFiles(asked, "backslash-at-end", (text) => text.replace(/(?<!\\)\\$(?!\n)/, "")),
  },
  {
    name: "weakdep-lines",
    reason: "weakdep came with kmod 33; kmod 30 gets the lines as softdep lines of marked names",
    suites: ["configuration", "roots"],
    ask: (asked) =>
      withEditedFiles(asked, "weakdep", (text) => text.replaceAll(WEAK_LINE, `$1softdep$2${WEAK}$3 pre: `)),
    answer: (outcome, asked) => (isModprobe(asked) ? restoreWeakLines(outcome) : undefined),
  },
  {
    name: "weakdep-file",
    reason: "modules.weakdep came with it; kmod 30 gets the file with -C, where it sorts under the same name",
    suites: ["configuration"],
    ask(asked) {
      const file = `/lib/modules/${releaseOf(asked)}/modules.weakdep`;
      const { root } = asked;
      if (!isModprobe(asked) || root === undefined || !existsSync(join(root, file))) return undefined;
      const other = variantOf(root, "weakdep-file", (copy) => {
        const text = readFileSync(join(copy, file), "latin1");
        replaceFile(join(copy, file), text.replaceAll(WEAK_LINE, `$1softdep$2${WEAK}$3 pre: `));
      });
      const directories = replacesDirectories(asked) ? [] : DIRECTORIES.flatMap((path) => ["-C", path]);
      return { ...asked, root: other, args: [...directories, "-C", file, ...asked.args] };
    },
  },
];
