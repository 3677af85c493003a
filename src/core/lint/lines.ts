/** Rules on single lines of modprobe.d(5), for which nothing else need be known. */

import type { Directive } from "../config/configuration.ts";
import { parseDirectives } from "../config/directives.ts";
import { isIgnoredLine, nextWord, parseLogicalLines } from "../config/lexer.ts";
import { type ParameterWord, splitOptionString } from "../module/parameter-words.ts";
import { finding, type LintFinding, type Place } from "./finding.ts";
import type { SourceFile } from "./sources.ts";

/** A directive and where it stands. */
export interface PlacedDirective {
  readonly directive: Directive;
  readonly place: Place;
}

export interface LintedFile {
  readonly directives: readonly PlacedDirective[];
  readonly findings: readonly LintFinding[];
}

const DEPRECATED: readonly string[] = ["include", "config"];

/** The directives of a file, and what is wrong with its lines by themselves. */
export function lintLines({ path, text }: SourceFile): LintedFile {
  const directives: PlacedDirective[] = [];
  const findings: LintFinding[] = [];
  for (const { text: content, line } of parseLogicalLines(text)) {
    if (isIgnoredLine(content)) continue;
    const place = { path, line };
    if (endsAsOnWindows(content)) {
      findings.push(...carriageReturn(content, place));
      continue;
    }
    // Backslashes are resolved by now: the ones that are left must not be read again.
    const [directive] = parseDirectives(`${content.replaceAll("\\", "\\\\")}\n`, path).directives;
    if (directive === undefined) {
      findings.push(badLine(content, place));
      continue;
    }
    directives.push({ directive, place });
    findings.push(...lintDirective(directive, content, place));
  }
  return { directives, findings };
}

/** Whether a line ends in a carriage return, which kmod takes for a part of the last word. */
export function endsAsOnWindows(content: string): boolean {
  return content.endsWith("\r");
}

/** What there is to say of such a line; what follows from its last word is not worth saying. */
export function carriageReturn(content: string, place: Place): readonly LintFinding[] {
  if (content.trim() === "") return [];
  return [finding("carriage-return", place, "the line ends in a carriage return, which becomes part of its last word")];
}

function badLine(content: string, place: Place): LintFinding {
  const { word } = nextWord(content, 0);
  if (DEPRECATED.includes(word)) {
    return finding("deprecated-directive", place, `'${word}' is not read any more: the line does nothing`);
  }
  if (word.startsWith("#")) {
    return finding("bad-line", place, "a comment has to begin with the first character of its line");
  }
  const lower = word.toLowerCase();
  const hint = lower !== word && parseDirectives(`${lower} a b`, "").directives.length > 0 ? `; write '${lower}'` : "";
  return finding("bad-line", place, `no directive: '${content.trim().slice(0, 60)}'${hint}`);
}

function lintDirective(directive: Directive, content: string, place: Place): readonly LintFinding[] {
  switch (directive.keyword) {
    case "blacklist":
      return [...ignoredWords(content, 2, place), ...blacklistPattern(directive.entry.module, place)];
    case "alias":
      return ignoredWords(content, 3, place);
    case "options":
      return optionsComment(directive.entry.options, place);
    case "softdep":
      return softdepLine(directive.entry, content, place);
    case "weakdep":
      return namesComment(directive.entry.modules, place);
    default:
      return [];
  }
}

/** A comment behind the words that count does no harm. */
function ignoredWords(content: string, count: number, place: Place): readonly LintFinding[] {
  const [extra] = content
    .trim()
    .split(/[ \t]+/)
    .slice(count);
  if (extra === undefined || extra.startsWith("#")) return [];
  return [finding("ignored-words", place, `'${extra}' and what follows is passed over: there is one module to a line`)];
}

function blacklistPattern(module: string, place: Place): readonly LintFinding[] {
  if (!/[*?[]/.test(module)) return [];
  return [
    finding("blacklist-pattern", place, `'${module}' is taken for a name, not for a pattern: no module is called so`),
  ];
}

/** The words of an options line up to what was meant as a comment. */
export function optionWords(options: string): readonly ParameterWord[] {
  const words = splitOptionString(options);
  const comment = words.findIndex(({ name }) => name.startsWith("#"));
  return comment < 0 ? words : words.slice(0, comment);
}

function optionsComment(options: string, place: Place): readonly LintFinding[] {
  const comment = splitOptionString(options).find(({ name }) => name.startsWith("#"));
  if (comment === undefined) return [];
  const text = `'${comment.name}' begins no comment here: it and what follows is given to the module as parameters`;
  return [finding("trailing-comment", place, text)];
}

/** The names of a list up to what was meant as a comment. */
export function beforeComment(names: readonly string[]): readonly string[] {
  const comment = names.findIndex((name) => name.startsWith("#"));
  return comment < 0 ? names : names.slice(0, comment);
}

function namesComment(names: readonly string[], place: Place): readonly LintFinding[] {
  if (beforeComment(names).length === names.length) return [];
  return [finding("trailing-comment", place, "'#' begins no comment here: what follows is taken for names of modules")];
}

function softdepLine(
  { pre, post }: Extract<Directive, { readonly keyword: "softdep" }>["entry"],
  content: string,
  place: Place,
): readonly LintFinding[] {
  const comment = namesComment([...pre, ...post], place);
  if (comment.length > 0) return comment;
  if (pre.length + post.length > 0) return [];
  const glued = /\b(?:pre|post):\S/.exec(content);
  const hint =
    glued === null
      ? "names count only after 'pre:' or 'post:'"
      : `a blank is missing after '${glued[0].slice(0, glued[0].indexOf(":") + 1)}'`;
  return [finding("empty-softdep", place, `the line asks for nothing: ${hint}`)];
}
