/**
 * The directives of modprobe.d(5): text to typed records and messages about bad lines. A bad line is dropped and
 * nothing else; the messages are kmod's.
 */

import { normaliseAlias } from "../names.ts";
import type { ConfigurationProblem, Directive, Origin, ParsedConfiguration } from "./configuration.ts";
import { isIgnoredLine, nextWord, parseLogicalLines, splitAtSpace } from "./lexer.ts";
import { SoftDependencyLine } from "./soft-dependencies.ts";

/** Keywords of old modprobe versions. They get a message of their own, in any case of use. */
const DEPRECATED = new Set(["include", "config"]);

/** A line after its keyword. */
interface Fields {
  /** The first word, normalised; undefined where it is missing or its brackets are unbalanced. */
  readonly subject: string | undefined;
  /** Everything after the one blank that ends the first word; empty where there is nothing. */
  readonly rest: string;
  readonly origin: Origin;
}

const MAKERS: Readonly<Record<Directive["keyword"], (fields: Fields) => Directive | undefined>> = {
  alias: makeAlias,
  blacklist: makeBlacklistEntry,
  options: makeOptions,
  install: (fields) => makeCommand("install", fields),
  remove: (fields) => makeCommand("remove", fields),
  softdep: makeSoftDependency,
  weakdep: makeWeakDependency,
};

/**
 * The directives of one file in order. `path` is the file's name as opened, for messages and origins. Any byte string
 * is accepted.
 */
export function parseDirectives(text: string, path: string): ParsedConfiguration {
  const directives: Directive[] = [];
  const problems: ConfigurationProblem[] = [];
  for (const { text: content, line } of parseLogicalLines(text)) {
    if (isIgnoredLine(content)) continue;
    const { word: keyword, next } = nextWord(content, 0);
    const directive = parseDirective(keyword, content, next, { kind: "file", path, line });
    if (directive !== undefined) directives.push(directive);
    else problems.push({ origin: "kmod_config_parse", text: describeBadLine(keyword, path, line) });
  }
  return { directives, problems };
}

function parseDirective(keyword: string, line: string, from: number, origin: Origin): Directive | undefined {
  if (!isKeyword(keyword)) return undefined;
  const { word, next } = nextWord(line, from);
  const subject = word === "" ? undefined : normaliseAlias(word);
  return MAKERS[keyword]({ subject, rest: line.slice(next), origin });
}

function isKeyword(word: string): word is Directive["keyword"] {
  return Object.hasOwn(MAKERS, word);
}

function describeBadLine(keyword: string, path: string, line: number): string {
  return DEPRECATED.has(keyword)
    ? `${path}: command ${keyword} is deprecated and not parsed anymore`
    : `${path} line ${line}: ignoring bad line starting with '${keyword}'`;
}

function makeAlias({ subject: pattern, rest, origin }: Fields): Directive | undefined {
  const target = nextWord(rest, 0).word;
  const module = target === "" ? undefined : normaliseAlias(target);
  if (pattern === undefined || module === undefined) return undefined;
  return { keyword: "alias", entry: { pattern, module, origin } };
}

function makeBlacklistEntry({ subject: module, origin }: Fields): Directive | undefined {
  return module === undefined ? undefined : { keyword: "blacklist", entry: { module, origin } };
}

function makeOptions({ subject: module, rest, origin }: Fields): Directive | undefined {
  if (module === undefined || rest === "") return undefined;
  return { keyword: "options", entry: { module, options: rest.replaceAll("\t", " "), origin } };
}

function makeCommand(keyword: "install" | "remove", { subject, rest, origin }: Fields): Directive | undefined {
  if (subject === undefined || rest === "") return undefined;
  return { keyword, entry: { pattern: subject, command: rest, origin } };
}

function makeSoftDependency({ subject: pattern, rest, origin }: Fields): Directive | undefined {
  if (pattern === undefined || rest === "") return undefined;
  return { keyword: "softdep", entry: new SoftDependencyLine(pattern, rest, origin) };
}

function makeWeakDependency({ subject: pattern, rest, origin }: Fields): Directive | undefined {
  if (pattern === undefined || rest === "") return undefined;
  return { keyword: "weakdep", entry: { pattern, modules: splitAtSpace(rest), origin } };
}
