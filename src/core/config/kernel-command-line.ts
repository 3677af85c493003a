/**
 * Module parameters given at boot: the words `MODULE.PARAMETER[=VALUE]` of /proc/cmdline. See modprobe(8) and the
 * kernel's kernel-parameters documentation.
 *
 * Double quotes protect blanks inside VALUE and stay in it. A quote that opens the whole word moves to the value:
 * `"m.a=x y"` is `m a="x y"`. Any other quote spoils its word. `--` has no meaning.
 */

import { normaliseAlias } from "../names.ts";
import type { ConfigurationProblem, Directive, Origin, ParsedConfiguration } from "./configuration.ts";
import { splitAtSpace, untilNul } from "./lexer.ts";

/** kmod reads the line into 4096 bytes, the last of them NUL, and so cuts a longer one. */
const LONGEST_COMMAND_LINE = 4095;

const ORIGIN: Origin = { kind: "command-line" };

/** What isspace(3) says in the C locale. */
const SPACES = " \t\n\v\f\r";

/** MODULE `.` PARAMETER, then perhaps `=` and VALUE; only VALUE may hold quotes, blanks and further dots. */
const PARAMETER = /^("?)([^.=" \t\n\v\f\r]*)\.([^.=" \t\n\v\f\r]*)(?:=(.*))?$/s;

/** The longest start of a text in which every bracket has its partner. */
const BALANCED_START = /^(?:[^[\]]|\[[^\]]*\])*/;

/** The `blacklist` and `options` directives of a /proc/cmdline text. Any byte string is accepted. */
export function parseKernelCommandLine(text: string): ParsedConfiguration {
  const directives: Directive[] = [];
  const problems: ConfigurationProblem[] = [];
  for (const word of kernelCommandLineWords(untilNul(text.slice(0, LONGEST_COMMAND_LINE)))) {
    const fields = word.includes(".") ? PARAMETER.exec(word) : null;
    if (fields === null) continue;
    const [, quote = "", module = "", parameter = "", value] = fields;
    if (module === "modprobe" && parameter === "blacklist" && value !== undefined) {
      directives.push(...makeBlacklist(quote + value));
      continue;
    }
    const name = normaliseAlias(module);
    const options = value === undefined ? parameter : `${parameter}=${quote}${value.replaceAll("\t", " ")}`;
    if (name !== undefined) directives.push({ keyword: "options", entry: { module: name, options, origin: ORIGIN } });
    else problems.push(describeBadModule(module));
  }
  return { directives, problems };
}

/** Where the running kernel's is. */
export const KERNEL_COMMAND_LINE = "/proc/cmdline";

/** The words of a /proc/cmdline text: they end at white space outside quotes, and a quote that never closes takes the rest with it. */
export function kernelCommandLineWords(text: string): Iterable<string> {
  return text.includes('"') ? splitQuoted(text) : splitAtSpace(text);
}

function* splitQuoted(text: string): Generator<string> {
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '"') quoted = !quoted;
    if (quoted || !SPACES.includes(character)) continue;
    yield text.slice(start, at);
    start = at + 1;
  }
  if (!quoted) yield text.slice(start);
}

/** Items are taken as written: dashes stay, empty ones count, and quotes do not protect a comma. */
function makeBlacklist(value: string): readonly Directive[] {
  return value.split(",").map((module) => ({ keyword: "blacklist", entry: { module, origin: ORIGIN } }));
}

/** kmod converts dashes in place until it meets the bracket at fault, and shows the name as it then is. */
function describeBadModule(module: string): ConfigurationProblem {
  const sound = BALANCED_START.exec(module)?.[0] ?? "";
  const shown = (normaliseAlias(sound) ?? sound) + module.slice(sound.length);
  return {
    origin: "kcmdline_parse_result",
    text: `Ignoring bad option on kernel command line while parsing module name: '${shown}'`,
  };
}
